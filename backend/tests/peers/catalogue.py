"""Which fault of which program was read, and which tests of ours show that we do not have it."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Peer:
    """A fault in another program's code; `tests` are file::name below the repository's root."""

    program: str
    fault: str
    tests: tuple[str, ...]


_CONNECTIONS: Final = "backend/tests/connections"
_INGEST: Final = "backend/tests/transactions/test_ingest.py"
_PEERS: Final = "backend/tests/peers"
_FAULTS: Final = "backend/tests/faults"

PEERS: Final = {
    "sure-cursor-first": Peer(
        "Sure",
        "commits the cursor before the rows exist, so a killed worker loses transactions",
        (
            f"{_PEERS}/test_sure.py::test_a_sync_broken_off_at_any_statement_leaves_nothing",
            f"{_FAULTS}/test_f01_killed_worker.py::test_a_worker_killed_between_any_two_statements_loses_nothing",
        ),
    ),
    "sure-row-errors": Peer(
        "Sure",
        "rescues a row's error and goes on without the row",
        (
            f"{_CONNECTIONS}/test_syncing.py::test_a_poison_row_is_set_aside_and_the_rest_goes_on",
            f"{_FAULTS}/test_f14_bank.py::test_a_poison_row_is_set_aside_and_comes_back_when_it_reads",
        ),
    ),
    "sure-removed": Peer(
        "Sure",
        "ignores what the bank removes, and its test sets by hand what no import sets",
        (f"{_PEERS}/test_sure.py::test_what_the_bank_removes_goes_by_the_way_it_came",),
    ),
    "sure-item-errors": Peer(
        "Sure",
        "acts on one of the item's errors only, and its warning never clears",
        (
            f"{_CONNECTIONS}/test_transitions.py::test_every_error_of_the_catalogue_moves_a_healthy_connection",
            f"{_CONNECTIONS}/test_transitions.py::test_every_webhook_of_the_catalogue_moves_a_healthy_connection",
            f"{_CONNECTIONS}/test_webhooks.py::test_a_broken_login_waits_for_a_person_and_a_repair_brings_it_back",
            f"{_FAULTS}/test_f10_plaid.py::test_a_login_that_expires_and_is_repaired_goes_on_where_it_was",
        ),
    ),
    "pattern-webhooks": Peer(
        "plaid/pattern",
        "believes any webhook, and syncs inside its request",
        (
            f"{_CONNECTIONS}/test_webhooks.py::test_a_forged_webhook_changes_nothing",
            f"{_CONNECTIONS}/test_webhooks.py::test_the_endpoint_stores_and_leaves_the_work_to_the_worker",
            "backend/tests/contracts/test_plaid_notices.py::test_a_webhook_gone_wrong_is_forged",
        ),
    ),
    "pattern-partial-pages": Peer(
        "plaid/pattern",
        "applies the pages before an error, and swallows failed inserts while the cursor goes on",
        (
            f"{_CONNECTIONS}/test_syncing.py::test_a_page_that_fails_half_way_writes_nothing",
            f"{_PEERS}/test_pattern.py::test_an_insert_that_fails_keeps_the_cursor",
            f"{_FAULTS}/test_f10_plaid.py::test_a_broken_answer_costs_a_retry_and_no_row",
        ),
    ),
    "pattern-events-to-all": Peer(
        "plaid/pattern",
        "tells every user of everybody's events",
        ("backend/tests/realtime/test_live.py::test_a_stranger_hears_nothing",),
    ),
    "pattern-clear-tokens": Peer(
        "plaid/pattern",
        "keeps access tokens in clear text",
        (f"{_CONNECTIONS}/test_linking.py::test_the_access_token_is_sealed_and_opens_only_in_its_row",),
    ),
    "pattern-null-category": Peer(
        "plaid/pattern",
        "crashes on a row without a category",
        ("backend/tests/providers/test_plaid_mapping.py::test_a_sparse_row_is_readable",),
    ),
    "monetr-null-cursor": Peer(
        "monetr",
        "restarts a mutated pagination from nothing, and may miss removals",
        (
            f"{_CONNECTIONS}/test_syncing.py::test_a_mutation_on_any_page_restarts_from_the_first",
            f"{_PEERS}/test_monetr.py::test_a_removal_before_a_mutation_is_not_missed",
            f"{_FAULTS}/test_f10_plaid.py::test_a_mutation_at_any_page_restarts_from_the_first",
        ),
    ),
    "monetr-ten-pages": Peer(
        "monetr",
        "stops after ten pages",
        (f"{_PEERS}/test_monetr.py::test_forty_pages_are_read_to_the_last",),
    ),
    "monetr-open-transaction": Peer(
        "monetr",
        "holds a database transaction open while it waits for the bank",
        (f"{_CONNECTIONS}/test_syncing.py::test_no_transaction_is_open_while_the_bank_is_asked",),
    ),
    "securo-no-key": Peer(
        "Securo",
        "has no unique key, so a page imported fifty times is there fifty times",
        (f"{_INGEST}::test_a_page_applied_fifty_times_is_there_once",),
    ),
    "firefly-drifting-balances": Peer(
        "Firefly III, Sure",
        "stored running balances drift from the rows, and net worth does not add up",
        (
            "backend/tests/ledger/test_model.py::*",
            f"{_CONNECTIONS}/test_verify_command.py::test_the_command_says_that_all_is_well_or_what_is_not",
        ),
    ),
    "actual-tombstones": Peer(
        "Actual, Securo",
        "rows that a person deleted come back with the next sync",
        ("backend/tests/transactions/test_correcting.py::test_a_row_taken_away_stays_away",),
    ),
    "actual-corrections": Peer(
        "Actual, Securo",
        "a sync overwrites what a person corrected",
        (
            "backend/tests/corrections/test_correcting.py::test_the_bank_cannot_overrule_a_person",
            "backend/tests/corrections/test_correcting.py::test_a_persons_words_survive_the_bank",
        ),
    ),
    "actual-twins": Peer(
        "Actual, Securo",
        "true twins, equal in every field, are dropped as duplicates",
        (
            f"{_PEERS}/test_actual.py::test_rows_equal_in_every_field_but_their_id_are_all_there",
            "backend/tests/transactions/test_matching.py::test_twins_pair_off_in_their_order",
        ),
    ),
    "actual-time-zones": Peer(
        "Actual, Securo",
        "dates shift by a day with the time zone of whoever reads or edits",
        (
            f"{_PEERS}/test_actual.py::test_dates_stay_the_banks_in_every_time_zone",
            "frontend/src/shared/lib/dates.test.ts::a bank's day",
        ),
    ),
}
