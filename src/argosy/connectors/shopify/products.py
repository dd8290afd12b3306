"""Shopify's products export (`products_export.csv`): one row per variant or further picture; a product's own cells on its first row alone.

The file has no ids of products or variants: a page is known by its handle. A variant without SKU goes by the title the orders export
gives it ('Cup - Red / Small'), so that its sales meet it. Prices are in the store's currency, which the file does not name: without a
currency in argosy.toml they stay empty. Description keeps its mark-up, there is no plain one.

Cost per item is not loaded: the file tells neither its currency nor from when it holds. Quantities come with the inventory export.
"""

from __future__ import annotations

from argosy.connectors.contract import Connection, Context, Mapped, Report, Status, VendorColumn
from argosy.connectors.reading import text_literal
from argosy.connectors.recognition import signature
from argosy.connectors.shopify.cells import Cells, find_cells, problem
from argosy.connectors.shopify.parse import parse
from argosy.connectors.shopify.vocabulary import canonical, words

LABEL = "Shopify products export"
SINCE = "2025"
OPTIONS = tuple((f"Option{number} Name", f"Option{number} Value") for number in (1, 2, 3))
GOOGLE = ("Google Product Category", "Gender", "Age Group", "MPN", "AdWords Grouping", "AdWords Labels", "Condition")
COLUMNS = (
    VendorColumn("Handle", aliases=(("URL handle", SINCE),)),
    VendorColumn("Title"),
    VendorColumn("Vendor"),
    VendorColumn("Variant Price", aliases=(("Price", SINCE),)),
    VendorColumn("Variant SKU", aliases=(("SKU", SINCE),)),
    VendorColumn("Body (HTML)", required=False, aliases=(("Description", SINCE),)),
    VendorColumn("Published", required=False, aliases=(("Published on online store", SINCE),)),
    VendorColumn("Variant Grams", required=False, aliases=(("Weight value (grams)", SINCE),)),
    VendorColumn("Variant Compare At Price", required=False, aliases=(("Compare-at price", SINCE),)),
    VendorColumn("Variant Barcode", required=False, aliases=(("Barcode", SINCE),)),
    VendorColumn("Variant Inventory Tracker", required=False, aliases=(("Inventory tracker", SINCE),)),
    VendorColumn("Variant Inventory Qty", required=False, aliases=(("Inventory quantity", SINCE),)),
    VendorColumn("Variant Requires Shipping", required=False, aliases=(("Requires shipping", SINCE),)),
    VendorColumn("Variant Fulfillment Service", required=False, aliases=(("Fulfillment service", SINCE),)),
    VendorColumn("Variant Taxable", required=False, aliases=(("Charge tax", SINCE),)),
    VendorColumn("Variant Tax Code", required=False, aliases=(("Tax code", SINCE),)),
    VendorColumn("Variant Weight Unit", required=False, aliases=(("Weight unit for display", SINCE),)),
    VendorColumn("Image Src", required=False, aliases=(("Product image URL", SINCE),)),
    VendorColumn("Variant Image", required=False, aliases=(("Variant image URL", SINCE),)),
    *(VendorColumn(name, required=False) for pair in OPTIONS for name in pair),
    *(VendorColumn(f"Option{number} Linked To", required=False) for number in (1, 2, 3)),
    *(VendorColumn(name, required=False) for name in ("Product Category", "Type", "Tags", "Status", "Gift Card")),
    *(
        VendorColumn(name, required=False)
        for name in ("Image Position", "Image Alt Text", "SEO Title", "SEO Description")
    ),
    *(VendorColumn(name, required=False) for name in ("Variant Inventory Policy", "Cost per item")),
    *(VendorColumn(f"Google Shopping / {name}", required=False) for name in GOOGLE),
)
REASONS = {
    "excess_cells": "The row has more cells than the header, so its columns cannot be trusted.",
    "missing:Handle": "The row has no handle, so its product is not known.",
    "no_first_row": "The product's first row, which alone has its title, is not in this file.",
    "not_an_amount:Variant Price": "The price is not an amount.",
    "not_an_amount:Variant Compare At Price": "The price struck through is not an amount.",
    "picture": "The row only adds a picture to its product.",
}


def map_products(connection: Connection, context: Context) -> Mapped:
    """Products by SKU and listings by handle and SKU; rows with only a picture are passed over, their picture is kept."""
    cells = find_cells(connection, COLUMNS, LABEL)
    rows = f"WITH typed AS ({_typed(cells)}), whole AS ({WHOLE}), sound AS ({SOUND})"
    empty = "NULL::VARCHAR AS reason, NULL::VARCHAR AS currency, NULL AS money_in"
    status = canonical("status", words("products", "Status"))
    return Mapped(
        selects={
            "products": f"SELECT * FROM ({rows} {PRODUCTS})",
            "listings": f"SELECT * FROM ({rows} {_listings(context)})",
            "ignored": f"SELECT * FROM ({rows} SELECT source_line, 'picture' AS reason_code FROM whole"
            " WHERE verdict IS NULL AND NOT is_variant)",
            "kept_apart": f"SELECT * FROM ({rows} SELECT source_line, verdict AS reason_code, {empty} FROM whole"
            " WHERE verdict IS NOT NULL)",
        },
        reasons=REASONS,
        remarks={
            "{count} variants have no SKU: their title stands for it": (
                f"SELECT count(*) FROM ({rows} SELECT 1 FROM sound WHERE own_sku IS NULL)"
            ),
            "{count} variants have a status nobody knows: it was left empty": (
                f"SELECT count(*) FROM ({rows} SELECT 1 FROM sound WHERE status IS NOT NULL AND {status} IS NULL)"
            ),
            **cells.remarks(),
        },
    )


def _typed(cells: Cells) -> str:
    columns = {
        "handle": cells.text("Handle"),
        "title": cells.text("Title"),
        "body": cells.text("Body (HTML)"),
        "brand": cells.text("Vendor"),
        "category": f"coalesce({cells.text('Product Category')}, {cells.text('Type')})",
        "tags": cells.text("Tags"),
        "published": cells.flag("Published"),
        "status": f"lower({cells.text('Status')})",
        "own_sku": cells.bare("Variant SKU"),
        "price": cells.amount("Variant Price"),
        "list_price": cells.amount("Variant Compare At Price"),
        "barcode": f"nullif(regexp_replace({cells.bare('Variant Barcode')}, '[ -]', '', 'g'), '')",
        "grams": f"round(TRY_CAST({cells.text('Variant Grams')} AS DECIMAL(18,3)))::BIGINT",
        "image": cells.text("Image Src"),
        "is_variant": " OR ".join(f"{cells.text(name)} IS NOT NULL" for name in ("Variant SKU", "Variant Price")),
        **{f"name{place}": cells.text(name) for place, (name, _value) in enumerate(OPTIONS)},
        **{f"value{place}": cells.text(value) for place, (_name, value) in enumerate(OPTIONS)},
        "problem": _problem(cells),
    }
    return "SELECT source_line, " + ", ".join(f"{sql} AS {name}" for name, sql in columns.items()) + " FROM vendor"


def _problem(cells: Cells) -> str:
    prices = ("Variant Price", "Variant Compare At Price")
    wrong = {
        f"not_an_amount:{name}": f"{cells.text(name)} IS NOT NULL AND {cells.amount(name)} IS NULL" for name in prices
    }
    return problem(
        {
            "excess_cells": f"{cells.excess()} IS NOT NULL",
            "missing:Handle": f"{cells.text('Handle')} IS NULL",
            **wrong,
        }
    )


INHERITED = ("title", "body", "brand", "category", "tags", "published", "status", "name0", "name1", "name2")
WHOLE = (
    "SELECT * REPLACE ("
    + ", ".join(f"first_value({name} IGNORE NULLS) OVER page AS {name}" for name in INHERITED)
    + "), list(image) FILTER (image IS NOT NULL) OVER page AS images,"
    " coalesce(problem, CASE WHEN first_value(title IGNORE NULLS) OVER page IS NULL THEN 'no_first_row' END) AS verdict"
    " FROM typed WINDOW page AS"
    " (PARTITION BY handle ORDER BY source_line ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
)
"""Every row with its product's own cells, from whichever of its rows has them, and all its pictures in order."""

VALUES = "nullif(concat_ws(' / ', CASE WHEN value0 <> 'Default Title' THEN value0 END, value1, value2), '')"
PAIRS = ", ".join(
    f"CASE WHEN value{n} <> 'Default Title' THEN {{name: name{n}, value: value{n}}} END" for n in range(3)
)
OPTIONS_JSON = (
    f"CASE WHEN {VALUES} IS NOT NULL THEN to_json(map_from_entries(list_transform("
    f"list_filter([{PAIRS}], lambda p: p.name IS NOT NULL AND p.value IS NOT NULL),"
    " lambda p: {k: p.name, v: p.value})))::VARCHAR END"
)
SOUND = (
    f"SELECT *, {VALUES} AS chosen, {OPTIONS_JSON} AS options, coalesce(own_sku, concat_ws(' - ', title, {VALUES})) AS sku,"
    " CASE WHEN regexp_full_match(barcode, '\\d{8}|\\d{12,14}') THEN barcode END AS gtin,"
    " CASE WHEN tags IS NOT NULL THEN to_json(list_transform(string_split(tags, ','), lambda t: trim(t)))::VARCHAR END AS tag_list"
    " FROM whole WHERE verdict IS NULL AND is_variant"
)
PRODUCTS = """SELECT sku AS product_id, handle AS parent_id, concat_ws(' - ', title, chosen) AS title, brand, category,
        CASE status WHEN 'active' THEN 'active' WHEN 'unlisted' THEN 'active' WHEN 'draft' THEN 'developing'
            WHEN 'archived' THEN 'discontinued' END AS status,
        tag_list AS tags, gtin, options AS attributes, nullif(grams, 0) AS packed_weight_g, source_line
    FROM sound"""


def _listings(context: Context) -> str:
    """A product that is active and published is active; active and not published is switched off for the online shop."""
    has_currency = context.currency is not None
    price, list_price = ("price", "list_price") if has_currency else ("NULL::DECIMAL(18,4)", "NULL::DECIMAL(18,4)")
    status = canonical("status", words("products", "Status"))
    return f"""SELECT {text_literal(context.store_id)} AS store_id, {text_literal(context.channel)} AS channel, '*' AS market,
            handle AS listing_id, sku, sku AS product_id, handle AS parent_id, gtin, title, body AS description, brand, category,
            options AS variation, to_json(images)::VARCHAR AS image_urls, len(images) AS image_count,
            {text_literal(context.currency) if context.currency else "NULL::VARCHAR"} AS currency,
            {price} AS price_amount, {list_price} AS list_price_amount,
            CASE WHEN status IS NULL AND published THEN 'active' WHEN published = FALSE AND coalesce(status, 'active') = 'active'
                THEN 'inactive' ELSE {status} END AS status, tag_list AS tags, source_line
        FROM sound"""


PRODUCTS_EXPORT = Report(
    id="products",
    label="Products (products_export.csv)",
    grain="One row per variant or further picture; the product's own cells on its first row.",
    where="Shopify admin: Products > Export > All products, as CSV.",
    tables=("products", "listings"),
    columns=COLUMNS,
    recognise=signature(
        *(column.name for column in COLUMNS if column.required),
        any_of=tuple(
            name
            for column in COLUMNS
            if not column.required
            for name in (column.name, *(one for one, _ in column.aliases))
        ),
        forbids=("On hand (current)",),
        aliases={column.name: [name for name, _ in column.aliases] for column in COLUMNS},
    ),
    parse=parse,
    map=map_products,
    status=Status.PARTIAL,
    sources=("https://help.shopify.com/en/manual/products/import-export/using-csv",),
)
