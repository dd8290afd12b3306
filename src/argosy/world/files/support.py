"""What buyers ask and when they are answered, and who answers."""

from __future__ import annotations

from argosy.world.exports import Exports, instant
from argosy.world.files import own_market as own
from argosy.world.planting import Ground
from argosy.world.sites import OWN_SHOP

ASKED = 0.06
"""Part of the shipped lines whose buyer asks something."""
LANGUAGES = {"DE": "de", "FR": "fr", "JP": "ja", "NL": "nl"}
TEXTS = {
    "en": "When will my parcel arrive?",
    "de": "Wann kommt mein Paket an?",
    "fr": "Quand mon colis va-t-il arriver ?",
    "ja": "荷物はいつ届きますか。",
    "nl": "Wanneer komt mijn pakket aan?",
}
BY_DAY = '[{"days":[1,2,3,4,5,6,7],"from":"09:00","to":"17:00"}]'
AWAKE = {"ja": 2}
"""From which hour (UTC) on a language's buyers write, for eleven hours; else from one in the afternoon, when the west is awake."""
ALL_DAY = '[{"days":[1,2,3,4,5,6,7],"from":"00:00","to":"12:00"},{"days":[1,2,3,4,5,6,7],"from":"12:00","to":"23:59"}]'
TEAM = (
    ("KF01", "en", "employee", 9_000),
    ("KF02", "de", "employee", 11_000),
    ("KF03", "fr", "freelancer", 6_500),
    ("KF04", "ja", "freelancer", 7_000),
    ("KF05", "nl", "freelancer", 4_000),
)


def write_messages(exports: Exports, ground: Ground, span: str) -> None:
    """Questions of the span and their answers, within hours, except in a language nobody speaks any more."""
    mute = ground.levers.get("mute", {"language": "-", "day": 0})
    by_day = ground.levers.get("day_shift", {"language": "-", "day": 0})
    assert isinstance(mute, dict)
    assert isinstance(by_day, dict)
    awake = " ".join(f"WHEN '{language}' THEN {hour}" for language, hour in AWAKE.items())
    cases = " ".join(f"WHEN '{code}' THEN '{language}'" for code, language in LANGUAGES.items())
    texts = " ".join(f"WHEN '{language}' THEN '{text}'" for language, text in TEXTS.items())
    exports.connection.execute(f"""
        CREATE OR REPLACE TABLE asked AS SELECT *, CASE language {texts} END AS body,
            asked_at + CASE WHEN language = '{mute["language"]}' AND day >= {mute["day"]} THEN 40 * 3600
                WHEN language = '{by_day["language"]}' AND day >= {by_day["day"]} THEN 27 * 3600 ELSE 1800 END
                + luck % 25000 AS answered_at
        FROM (SELECT * EXCLUDE (asked_on), asked_on + CASE language {awake} ELSE 13 END * 3600 + (luck * 7) % (11 * 3600) AS asked_at
            FROM (SELECT line, day, luck, store, is_own, country.code AS market, CASE country.code {cases} ELSE 'en' END AS language,
                (shipped // 86400 + 1 + (luck * 13) % 7) * 86400 AS asked_on
            FROM lines JOIN country USING (country) WHERE is_shipped AND ((luck * 17) % 10009) / 10009.0 < {ASKED}))
    """)
    shared = f"store AS store_id, CASE WHEN is_own THEN '{OWN_SHOP}' ELSE 'amazon' END AS channel, market"
    end = f"epoch(DATE '{ground.demand.seller.last_on}' + 1)"
    own.MESSAGES.write(
        exports,
        f"""SELECT {shared}, 'M' || line AS message_id, 'T' || line AS conversation_id, {_at("asked_at")} AS sent_at, 'in' AS direction,
            'question' AS kind, language, body, NULL AS answers_message_id FROM asked WHERE asked_at < {end}
        UNION ALL SELECT {shared}, 'A' || line, 'T' || line, {_at("answered_at")}, 'out', 'answer', language, 'OK', 'M' || line
            FROM asked WHERE answered_at < {end}
        ORDER BY sent_at, message_id""",
        span,
    )


def write_people(exports: Exports, ground: Ground) -> None:
    """The support team; who spoke the language that is not answered any more has left."""
    mute = ground.levers.get("mute", {"language": "-", "day": 0})
    by_day = ground.levers.get("day_shift", {"language": "-", "day": 0})
    assert isinstance(mute, dict)
    assert isinstance(by_day, dict)
    rows = [
        f"""('{code}', '{language}', '{employment}', {cost}, '{{"{language}":"fluent"}}',
            {f"'{ground.on(int(mute['day']))}'" if language == mute["language"] else "NULL"},
            '{BY_DAY if language == by_day["language"] else ALL_DAY}')"""
        for code, language, employment, cost in TEAM
    ]
    own.PEOPLE.write(
        exports,
        f"""SELECT person_id, '客服' || person_id AS name, 'support' AS function, employment, 'CN' AS country, 'Asia/Shanghai' AS time_zone,
            languages, hours AS working_hours, 'CNY' AS currency, cost AS monthly_cost_amount, '2024-06-01' AS started_on, ended_on
        FROM (VALUES {", ".join(rows)}) AS t(person_id, language, employment, cost, languages, ended_on, hours) ORDER BY person_id""",
    )


def _at(second: str) -> str:
    return instant(second, "%Y-%m-%d %H:%M:%S")
