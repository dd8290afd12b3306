"""What was changed when, who saw which version, and results judged elsewhere."""

from __future__ import annotations

from argosy.canonical.places import CHANNEL, KEYED_PLACE_COLUMNS, STORE_OR_ALL
from argosy.canonical.schema import Table, boolean, date, decimal, instant, integer, money, rate, text

LISTING_FIELDS = {
    "price": "Price a buyer pays; see old_amount and new_amount.",
    "list_price": "Price struck through.",
    "coupon": "Coupon or deal switched on or off.",
    "title": "Title.",
    "bullets": "Selling points.",
    "description": "Long description or brand content.",
    "main_image": "First picture.",
    "images": "Other pictures and videos.",
    "keywords": "Keywords only the search sees.",
    "category": "Category.",
    "attributes": "Attributes and variation.",
    "fulfilment": "Who fulfils, how fast, from where.",
    "status": "Offered or not.",
    "parent": "Moved between variation families.",
    "stock": "Sold out or back in stock.",
}

EXPOSURE_UNITS = {
    "customer": "A buyer.",
    "visitor": "A browser or device.",
    "session": "A visit.",
    "listing": "A listing for the whole time.",
    "listing_day": "A listing on a day.",
    "market_day": "A market on a day.",
    "region": "A region.",
}

LISTING_CHANGES = Table(
    name="listing_changes",
    subject="experiments",
    grain="One row per change of one field of a listing.",
    key=("store_id", "market", "listing_id", "sku", "field", "changed_at"),
    partition_on="changed_on",
    columns=(
        *KEYED_PLACE_COLUMNS,
        text("listing_id", "The channel's id of the page.", required=True),
        text("sku", "The SKU; '*' for the whole family.", required=True),
        text("field", "What was changed.", required=True, values=tuple(LISTING_FIELDS)),
        instant(
            "changed_at", "When it took effect, UTC; when it was first seen, where nobody recorded it.", required=True
        ),
        date("changed_on", "Day in the store's time zone.", required=True),
        text("old_value", "What it was."),
        text("new_value", "What it became."),
        text("currency", "ISO 4217 currency of the amounts; empty where there are none."),
        money("old_amount", "Price before."),
        money("new_amount", "Price after."),
        text(
            "told_by",
            "How it is known: recorded by a person, detected between two exports, done by Argosy.",
            values=("recorded", "detected", "executed"),
        ),
        text("person_id", "Who changed it (see people)."),
        text("reason", "Why it was changed."),
        text("decision_id", "Decision of Argosy behind it."),
        text("experiment_id", "Experiment it belongs to."),
    ),
)

EXPOSURES = Table(
    name="exposures",
    subject="experiments",
    grain="One row per unit that saw an arm of an experiment, at its first time.",
    key=("experiment_id", "unit_id"),
    partition_on="exposed_on",
    columns=(
        text("experiment_id", "The experiment.", required=True),
        text("unit_id", "The unit: buyer, visitor, listing, region, or listing and day.", required=True, personal=True),
        text("unit_kind", "What a unit is.", required=True, values=tuple(EXPOSURE_UNITS)),
        text("arm", "Arm it was given; control for what stays as it was.", required=True),
        text("cluster_id", "Group of units that influence one another; judged together."),
        STORE_OR_ALL,
        text("market", "Country, ISO 3166-1 alpha-2; empty where the file does not say."),
        text("listing_id", "Listing it is about."),
        text("sku", "SKU it is about."),
        text("customer_id", "The channel's identifier of the buyer.", personal=True),
        instant("assigned_at", "When the arm was drawn, UTC."),
        instant("exposed_at", "When it was first seen, UTC."),
        date("exposed_on", "Day in the store's time zone.", required=True),
        boolean("is_holdout", "True where nothing is done so that the rest can be compared."),
    ),
)

EXPERIMENT_RESULTS = Table(
    name="experiment_results",
    subject="experiments",
    grain="One row per arm and metric of an experiment that a platform ran and counted itself.",
    key=("experiment_id", "arm", "metric"),
    replaces=("experiment_id",),
    columns=(
        text("experiment_id", "The platform's id of the experiment.", required=True),
        STORE_OR_ALL,
        CHANNEL,
        text("market", "Country, ISO 3166-1 alpha-2; empty where the file does not say."),
        text("listing_id", "Listing tested."),
        text("field", "What was tested.", values=tuple(LISTING_FIELDS)),
        text("arm", "Arm; control for what stays as it was.", required=True),
        text("metric", "What was counted: units, sales, conversion ...", required=True),
        date("from_on", "First day."),
        date("to_on", "Day after the last day."),
        integer("unit_count", "Visitors or sessions in the arm."),
        decimal("value", "Sum of the metric over the arm, in its unit."),
        text("currency", "ISO 4217 currency of the amount; empty where the metric is no money."),
        money("value_amount", "Sum of the metric over the arm, where it is money."),
        rate("effect_rate", "Change against control, as the platform states it, a fraction."),
        rate("effect_low_rate", "Lower end of its interval."),
        rate("effect_high_rate", "Upper end of its interval."),
        rate("better_probability", "Probability that the arm is better, as the platform states it."),
        text("verdict", "What the platform concludes, in its words."),
    ),
)

TABLES = (LISTING_CHANGES, EXPOSURES, EXPERIMENT_RESULTS)

VOCABULARIES = {
    "listing_changes.field": LISTING_FIELDS,
    "exposures.unit_kind": EXPOSURE_UNITS,
    "experiment_results.field": LISTING_FIELDS,
}
