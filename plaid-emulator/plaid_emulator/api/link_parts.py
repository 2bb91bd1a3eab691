"""What a link token may carry for products there are none of here: checked as Plaid does, kept, not used."""

from datetime import date
from types import GenericAlias
from typing import Any

from pydantic import create_model

from plaid_emulator.api.registry import Options

# A field's name to its type, to the fields of an object, or in a list to those of each of its objects;
# the mark says that it is needed.
NEEDED = "!"
Fields = dict[str, Any]

DAYS: Fields = {"days_requested!": int}
CATEGORIES: Fields = {"included_categories!": list[str], "excluded_categories": list[str]}
FICO_SCORE: Fields = {
    "bureau!": str,
    "score!": int,
    "base_fico_score_version!": str,
    "reason_codes": list[str],
    **{f"reason_code_{number}": str for number in range(1, 5)},
    "did_inquiries_adversely_affect_score": bool,
}
FICO_REQUEST: Fields = {
    "ultrafico_score_version!": str,
    "base_fico_score!": FICO_SCORE,
    "fico_scoring_request_id": str,
    "request_correlation_id": str,
}
PARTNERS: Fields = {
    "prism_versions": dict.fromkeys(("firstdetect", "detect", "cashscore", "extend", "insights"), str),
    "fico": {
        "fico_lender_id!": str,
        "lender_application_id!": str,
        "ultrafico_score_requests!": [FICO_REQUEST],
    },
}
CRA_BASE_REPORT: Fields = {
    "client_report_id": str,
    "gse_options": {"report_types!": list[str]},
    "require_identity": bool,
    "home_lending_report_options": {"reports_requested!": list[str], "employment_refresh_options": DAYS},
}
STATED_INCOME: Fields = {
    **dict.fromkeys(("employer", "category", "pay_type", "pay_frequency"), str),
    **dict.fromkeys(("pay_per_cycle", "pay_annual"), float),
}
AUTH_SWITCHES = (
    *("auth_type_select_enabled", "automated_microdeposits_enabled", "instant_match_enabled"),
    *("same_day_microdeposits_enabled", "instant_microdeposits_enabled", "database_match_enabled"),
    *("database_insights_enabled", "sms_microdeposits_verification_enabled"),
)
INVESTMENTS_AUTH_SWITCHES = (
    *("manual_entry_enabled", "masked_number_match_enabled"),
    *("stated_account_number_enabled", "rollover_401k_enabled"),
)
PARTS: dict[str, Fields] = {
    "card_switch": {"card_bin!": str},
    "eu_config": {"headless": bool},
    "payment_configuration": {"amount!": str, "description": str},
    "payment_initiation": {"payment_id": str, "consent_id": str},
    "employment": {"employment_source_types": list[str], "bank_employment": DAYS},
    "income_verification": {
        "income_verification_id": str,
        "asset_report_id": str,
        "access_tokens": list[str],
        "income_source_types": list[str],
        "bank_income": {**DAYS, "enable_multiple_items": bool},
        "payroll_income": {
            "flow_types": list[str],
            "is_update_mode": bool,
            "item_id_to_update": str,
            "parsing_config": list[str],
        },
        "stated_income_sources": [STATED_INCOME],
    },
    "base_report": {**DAYS, "client_report_id": str},
    "credit_partner_insights": {"days_requested": int},
    "cra_options": {
        **DAYS,
        "days_required": int,
        "client_report_id": str,
        "partner_insights": PARTNERS,
        "base_report": CRA_BASE_REPORT,
        "cashflow_insights": {"attributes_version": str},
        "lend_score": {"lend_score_version": str},
        "network_insights": {"network_insights_version": str},
        "include_investments": bool,
        "income_insights": {"income_insights_version!": str, "income_insights_filter": CATEGORIES},
    },
    "cra_report_parameter": {
        "scope!": str,
        "decision_stage!": str,
        "client_report_id": str,
        "days_requested": int,
        "days_required": int,
        "include_investments": bool,
        "include_identity_match": bool,
        "products": [{"product": str, "options": {"income_insights_filter": CATEGORIES}, "version": str}],
    },
    "auth": dict.fromkeys(AUTH_SWITCHES, bool) | {"reroute_to_credentials": str, "flow_type": str},
    "transfer": dict.fromkeys(("intent_id", "authorization_id", "payment_profile_token"), str),
    "identity_verification": {"template_id!": str, "consent": bool, "gave_consent": bool},
    "statements": {"start_date!": date, "end_date!": date},
    "investments": dict.fromkeys(("allow_unverified_crypto_wallets", "allow_manual_entry"), bool),
    "investments_auth": dict.fromkeys(INVESTMENTS_AUTH_SWITCHES, bool),
    "cashflow_report": {"days_requested": int},
    "identity": {"is_document_upload": bool, "account_ids": list[str], "parsing_configs": list[str]},
}


def make_fields() -> dict[str, Any]:
    """Make the fields of a request that has every part."""
    return {name: (_model(name, fields) | None, None) for name, fields in PARTS.items()}


def _model(name: str, fields: Fields) -> Any:
    made: dict[str, Any] = {}
    for marked, kind in fields.items():
        field = marked.removesuffix(NEEDED)
        inner = _kind(f"{name}_{field}", kind)
        made[field] = (inner, ...) if marked.endswith(NEEDED) else (inner | None, None)
    return create_model(name, __base__=Options, **made)


def _kind(name: str, kind: Any) -> Any:
    if isinstance(kind, list):
        return GenericAlias(list, (_kind(name, kind[0]),))
    return _model(name, kind) if isinstance(kind, dict) else kind
