"""Who works for the seller, what they are to do, and what is planned and spent."""

from __future__ import annotations

from argosy.canonical.places import STORE_OR_ALL
from argosy.canonical.schema import (
    Column,
    Kind,
    Table,
    boolean,
    date,
    decimal,
    instant,
    integer,
    json_text,
    money,
    rate,
    text,
)

TEAM_FUNCTIONS = (
    "product",
    "purchasing",
    "logistics",
    "store_operation",
    "advertising",
    "content",
    "translation",
    "support",
    "data",
    "finance",
    "legal",
    "management",
)

EMPLOYMENT = {
    "employee": "On the payroll.",
    "freelancer": "Paid by hour or piece.",
    "agency": "A company that works for the seller (TP).",
    "candidate": "Offered, not yet hired.",
}

TASK_STATUS = ("open", "in_progress", "blocked", "done", "dropped")

EXPENSE_CATEGORIES = {
    "payroll": "Wages and social insurance.",
    "freelance": "Freelancers and agencies.",
    "rent": "Office and own warehouse.",
    "software": "Tools and subscriptions.",
    "logistics": "Carriers and warehouses billed outside the settlements.",
    "advertising": "Advertising billed outside the settlements.",
    "samples": "Samples and photographs.",
    "certification": "Tests, certificates and rights.",
    "tax_advice": "Tax agents, lawyers, accountants.",
    "insurance": "Premiums.",
    "financing": "Interest and bank fees.",
    "tax": "Taxes on profit and capital.",
    "travel": "Travel and fairs.",
    "equipment": "Machines, moulds, computers.",
}

ALLOCATION_RULES = {
    "none": "Stays with the company.",
    "by_sales": "By share of net sales.",
    "by_units": "By share of units sold.",
    "by_orders": "By share of orders.",
    "by_weight": "By share of weight.",
    "by_volume": "By share of volume.",
    "by_value": "By share of purchase value.",
    "direct": "To the store, market or SKU it names.",
}

PEOPLE = Table(
    name="people",
    subject="team",
    grain="One row per person or agency that works, or might work, for the seller.",
    key=("person_id",),
    columns=(
        text("person_id", "The seller's own code of the person.", required=True),
        text("name", "Name.", personal=True),
        text("email", "E-mail address.", personal=True),
        Column("handles", Kind.JSON, "Names in work tools, a JSON object: tool to name.", personal=True),
        text("function", "What they do.", required=True, values=TEAM_FUNCTIONS),
        text("role", "Title of the post."),
        text("employment", "How they work for the seller.", required=True, values=tuple(EMPLOYMENT)),
        text("company", "Agency or marketplace they come from."),
        text("manager_id", "Who they report to (see people)."),
        text("country", "Country they work in, ISO 3166-1 alpha-2."),
        text("time_zone", "Time zone they work in, IANA name."),
        json_text("languages", "Languages, a JSON object: BCP 47 to native, fluent or basic."),
        json_text("working_hours", "Hours, a JSON list of {days: [1..7], from: HH:MM, to: HH:MM} in their time zone."),
        json_text("store_ids", "Stores they work for, a JSON list; empty for all."),
        text("currency", "ISO 4217 currency of the amounts; empty where there are none."),
        money("hourly_cost_amount", "What an hour costs in all, positive."),
        money("monthly_cost_amount", "What a month costs in all, positive."),
        rate("capacity_share", "Share of a full week, 0 to 1."),
        integer("answers_per_hour", "Messages answered in an hour, for support."),
        rate("commission_rate", "Share of settled profit paid as commission, a fraction."),
        date("started_on", "First day."),
        date("ended_on", "Last day; empty while they work."),
        json_text("skills", "Skills and training, a JSON list."),
    ),
)

TASKS = Table(
    name="tasks",
    subject="team",
    grain="One row per task of a person: from a decision, a standard procedure or a work tool.",
    key=("task_id",),
    partition_on="created_on",
    columns=(
        text("task_id", "Argosy's or the tool's number of the task.", required=True),
        date("created_on", "Day it was made, UTC.", required=True),
        text("title", "What is to be done, an imperative.", required=True),
        text("detail", "How, and how one sees that it is done."),
        text("status", "Where it stands.", required=True, values=TASK_STATUS),
        text("assignee_id", "Who does it (see people)."),
        text("created_by", "Who asked for it (see people); argosy for itself."),
        text("decision_id", "Decision it carries out."),
        text("procedure_id", "Standard procedure it is a step of."),
        integer("step_no", "Place in that procedure, from 1."),
        text("subject", "What it is about: market:BR, sku:..., store:..."),
        text("metric", "KPI it should move."),
        integer("priority", "1 first."),
        instant("due_at", "When it should be done, UTC."),
        instant("started_at", "When it was begun, UTC."),
        instant("done_at", "When it was done, UTC."),
        integer("estimated_minutes", "Time it should take, minutes."),
        integer("spent_minutes", "Time it took, minutes."),
        text("proof", "What shows that it is done: a link, a file, a number."),
        text("tool", "Work tool it lives in: slack, asana, dingtalk ..."),
        text("tool_task_id", "The tool's number of it."),
    ),
)

BUDGETS = Table(
    name="budgets",
    subject="team",
    grain="One row per planned figure: a KPI's target or a spending limit for a scope and period.",
    key=("plan", "metric", "store_id", "market", "sku", "owner_id", "from_on"),
    columns=(
        text("plan", "Name of the plan: budget, forecast, stretch ...", required=True),
        text("metric", "KPI it plans, by its slug (see the dictionary of metrics).", required=True),
        STORE_OR_ALL,
        text("channel", "The selling channel; empty for all."),
        text("market", "Country, ISO 3166-1 alpha-2; '*' for all.", required=True),
        text("sku", "SKU; '*' for all.", required=True),
        text("owner_id", "Person who answers for it (see people); '*' for nobody in particular.", required=True),
        date("from_on", "First day of the period.", required=True),
        date("to_on", "Day after the last day of the period.", required=True),
        text("currency", "ISO 4217 currency of target_amount; empty where the metric is no money."),
        decimal("target_value", "Figure planned, in the metric's unit, where it is no money."),
        money("target_amount", "Figure planned, where it is money."),
        boolean("is_limit", "True where it must not be exceeded; false where it should be reached."),
        text("note", "Remark."),
    ),
)

EXPENSES = Table(
    name="expenses",
    subject="team",
    grain="One row per cost that belongs to no order, with the rule by which it is spread.",
    key=("expense_id",),
    partition_on="incurred_on",
    columns=(
        text("expense_id", "The seller's number of the invoice or entry.", required=True),
        date("incurred_on", "Day it belongs to.", required=True),
        date("to_on", "Day after the last day it is spread over; empty for one day."),
        text("category", "What it is for.", required=True, values=tuple(EXPENSE_CATEGORIES)),
        text("payee", "Who is paid."),
        text("currency", "ISO 4217 currency of the amounts.", required=True),
        money("cost_amount", "Cost without recoverable tax, positive; negative for money given back.", required=True),
        money("tax_amount", "Recoverable tax on it."),
        date("due_on", "Day it is due."),
        date("paid_on", "Day it was paid; empty while open."),
        text("repeats", "Comes again.", values=("once", "month", "quarter", "year")),
        text("allocation", "How it is spread in the result.", values=tuple(ALLOCATION_RULES)),
        text("store_id", "Store it belongs to; empty for all."),
        text("market", "Country it belongs to, ISO 3166-1 alpha-2; empty for all."),
        text("product_id", "Product it belongs to; empty for all."),
        text("person_id", "Person it belongs to (see people)."),
        text("note", "Remark."),
    ),
)

TABLES = (PEOPLE, TASKS, BUDGETS, EXPENSES)

VOCABULARIES = {
    "people.employment": EMPLOYMENT,
    "expenses.category": EXPENSE_CATEGORIES,
    "expenses.allocation": ALLOCATION_RULES,
}
