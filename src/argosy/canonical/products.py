"""What the seller sells, where it is listed, and what a unit of it costs."""

from __future__ import annotations

from argosy.canonical.places import FULFILMENT, KEYED_PLACE_COLUMNS
from argosy.canonical.schema import (
    Table,
    boolean,
    date,
    decimal,
    instant,
    integer,
    json_text,
    money,
    text,
)

PRODUCT_STATUS = {
    "idea": "Considered, nothing ordered yet.",
    "developing": "Being designed, sampled or certified.",
    "active": "Sold and replenished.",
    "phasing_out": "Sold until the stock is gone, not replenished.",
    "discontinued": "No longer sold.",
}

BATTERY_KINDS = ("none", "lithium_ion", "lithium_metal", "other")

LISTING_STATUS = {
    "draft": "Not yet offered.",
    "active": "Buyers can see and buy it.",
    "inactive": "Switched off by the seller, or sold out.",
    "suppressed": "Hidden by the channel until its content is mended.",
    "blocked": "Taken down by the channel for policy, safety or rights.",
    "closed": "Ended for good.",
}

COST_COMPONENTS = {
    "purchase": "What the supplier is paid for one unit, without recoverable tax.",
    "packaging": "Retail and transport packaging bought apart.",
    "inspection": "Quality control spread over the batch.",
    "domestic_freight": "From the supplier to the port or the forwarder.",
    "first_leg": "From the seller's country to the warehouse abroad.",
    "insurance": "Cargo insurance of the first leg.",
    "duty": "Import duty and the fees of customs clearance.",
    "import_vat": "Import VAT; a cost only where is_recoverable is false.",
    "handling": "Receiving, labelling and putting away in the warehouse abroad.",
    "tooling": "Moulds and design, spread over the units they were planned for.",
    "export_rebate": "Tax given back on export, negative.",
}

PRODUCTS = Table(
    name="products",
    subject="products",
    grain="One row per product of the seller, as the seller's own books know it.",
    key=("product_id",),
    columns=(
        text(
            "product_id", "The seller's own code (local SKU); the channel's SKU where there is one code.", required=True
        ),
        text("parent_id", "Code of the product family that this product is a variant of."),
        text("title", "Name in the seller's own language."),
        text("brand", "Brand it is sold under."),
        text("category", "The seller's own category, levels separated by ' > '."),
        text("status", "Where the product stands in its life.", values=tuple(PRODUCT_STATUS)),
        text("owner_id", "Person who answers for its results (see people)."),
        text("developer_id", "Person who developed it (see people)."),
        json_text("tags", "The seller's tags, a JSON list of texts."),
        date("launched_on", "First day it was offered anywhere."),
        text("gtin", "Global trade item number (EAN, UPC, JAN), digits only."),
        json_text("components", "For a bundle: a JSON list of {product_id, quantity}; empty for a single product."),
        json_text("attributes", "Colour, size, material and so on, a JSON object in the seller's words."),
        text("hs_code", "Harmonised System code, 6 to 10 digits without dots."),
        text("origin_country", "Country of origin for customs, ISO 3166-1 alpha-2."),
        text("customs_name", "Name declared to the customs of the destination, in English."),
        text("export_name", "Name declared to the customs of the seller's country, in its language."),
        text("currency", "ISO 4217 currency of the amounts; empty where there are none."),
        money("declared_value_amount", "Value of one unit declared to customs."),
        text("tax_class", "Class that decides the tax rate abroad: standard, books, food, children_clothing ..."),
        integer("weight_g", "Weight of one unit without packaging, grams."),
        integer("packed_weight_g", "Weight of one unit as it is sent, grams."),
        integer("packed_length_mm", "Longest side of one packed unit, millimetres."),
        integer("packed_width_mm", "Middle side of one packed unit, millimetres."),
        integer("packed_height_mm", "Shortest side of one packed unit, millimetres."),
        integer("carton_quantity", "Units in one carton."),
        integer("carton_weight_g", "Weight of one full carton, grams."),
        integer("carton_length_mm", "Longest side of one carton, millimetres."),
        integer("carton_width_mm", "Middle side of one carton, millimetres."),
        integer("carton_height_mm", "Shortest side of one carton, millimetres."),
        text("battery_kind", "Battery in or with the product; decides which routes take it.", values=BATTERY_KINDS),
        boolean("is_liquid", "True for liquids, gels and sprays."),
        boolean("is_powder", "True for powders."),
        boolean("is_magnetic", "True where magnets need a declaration by air."),
        boolean("is_fragile", "True where it breaks easily."),
        boolean("is_electric", "True where it runs on electricity (mains or battery)."),
        boolean("has_radio", "True where it sends or receives by radio."),
        boolean("is_for_children", "True where it is meant for children."),
        boolean("touches_food", "True where it touches food or drink."),
        boolean("touches_skin", "True where it is worn or put on the skin."),
        integer("shelf_life_days", "Days it keeps; empty where it does not spoil."),
        text("main_supplier_id", "Supplier it is usually bought from (see suppliers)."),
        integer("minimum_order_quantity", "Fewest units that supplier takes an order for."),
        integer("order_multiple_quantity", "Orders come in multiples of so many units."),
        integer("lead_time_days", "Calendar days from order to ready for pick-up, as agreed."),
        instant("updated_at", "When the seller's books last changed it, UTC."),
    ),
)

LISTINGS = Table(
    name="listings",
    subject="products",
    grain="One row per SKU offered on one site of a channel, as last seen.",
    key=("store_id", "market", "listing_id", "sku"),
    columns=(
        *KEYED_PLACE_COLUMNS,
        text("listing_id", "The channel's id of the page: ASIN, item id or variant id.", required=True),
        text("sku", "The seller's SKU as the channel knows it.", required=True),
        text("product_id", "The product it sells (see products); the SKU itself where empty."),
        text("parent_id", "The channel's id of the variation family."),
        text("asin", "Catalogue number on Amazon."),
        text("fnsku", "Label of the unit in the platform's warehouses."),
        text("gtin", "Global trade item number, digits only."),
        text("title", "Title as buyers see it."),
        json_text("bullets", "Selling points in order, a JSON list of texts."),
        text("description", "Long description, without mark-up where the file has a plain one."),
        text("search_keywords", "Keywords only the channel's search sees."),
        text("language", "Language of the text, BCP 47."),
        text("brand", "Brand as the channel shows it."),
        text("category", "The channel's category, levels separated by ' > '."),
        text("category_id", "The channel's id of the category; decides the referral fee."),
        json_text("attributes", "The channel's attributes, a JSON object."),
        json_text("variation", "What makes it differ within its family, a JSON object: colour, size ..."),
        json_text("image_urls", "Addresses of the pictures in order, the main one first, a JSON list."),
        integer("image_count", "Number of pictures."),
        integer("video_count", "Number of videos."),
        boolean("has_brand_content", "True where the page carries the brand's own extended content."),
        text("url", "Address of the page."),
        text("currency", "ISO 4217 currency of the amounts; empty where there are none."),
        money("price_amount", "Price a buyer pays now, tax as the site shows it."),
        money("list_price_amount", "Price struck through beside it."),
        money("business_price_amount", "Price for business buyers."),
        money("minimum_price_amount", "Lowest price automatic pricing may set."),
        money("maximum_price_amount", "Highest price automatic pricing may set."),
        date("sale_from_on", "First day of the sale price."),
        date("sale_to_on", "Day after the last day of the sale price."),
        text("status", "Whether buyers can buy it.", values=tuple(LISTING_STATUS)),
        text("status_reason", "Why it is not active, in the channel's words."),
        text("fulfilment", "Who fulfils: seller, platform, third_party.", values=FULFILMENT),
        text("condition", "new, refurbished, used ..."),
        text("size_tier", "Size tier the channel bills, in its words."),
        integer("handling_days", "Working days from order to hand-over that buyers are promised."),
        decimal("rating", "Mean rating shown, stars out of 5."),
        integer("review_count", "Reviews shown."),
        text("owner_id", "Person who runs the listing (see people); the product's owner where empty."),
        json_text("tags", "The seller's tags, a JSON list of texts."),
        instant("created_at", "When it was first offered, UTC."),
        instant("seen_at", "When the export that tells this was made, UTC."),
    ),
)

PRODUCT_COSTS = Table(
    name="product_costs",
    subject="products",
    grain="One row per component of a product's unit cost, from the day it holds, per market and batch where these differ.",
    key=("product_id", "market", "batch_id", "component", "effective_on"),
    columns=(
        text("product_id", "The product (see products).", required=True),
        text(
            "market",
            "Country the units are for, ISO 3166-1 alpha-2; '*' where the cost is the same for all.",
            required=True,
        ),
        text("batch_id", "Batch the cost belongs to; '*' for a standard cost of every batch.", required=True),
        text("component", "What the money is for.", required=True, values=tuple(COST_COMPONENTS)),
        date("effective_on", "First day the cost holds; it holds until a later row of the same key.", required=True),
        text("currency", "ISO 4217 currency of the amount.", required=True),
        money("unit_cost_amount", "Cost of one unit, positive; negative only for money given back.", required=True),
        integer("batch_quantity", "Units in the batch, for first in, first out; empty for a standard cost."),
        boolean("is_recoverable", "True where the tax authority gives it back, so that it is no cost."),
        boolean("is_estimate", "True until the invoice is there."),
        text("supplier_id", "Who is paid (see suppliers)."),
        text("purchase_order_id", "Order the batch came from (see purchase_orders)."),
        text("shipment_id", "Consignment whose cost this is (see shipments)."),
        text("note", "Remark of the person who entered it."),
    ),
)

TABLES = (PRODUCTS, LISTINGS, PRODUCT_COSTS)

VOCABULARIES = {
    "products.status": PRODUCT_STATUS,
    "listings.status": LISTING_STATUS,
    "product_costs.component": COST_COMPONENTS,
}
