"""What can go wrong with entries and imports."""

from saldo.core.errors import Conflict, Invalid, NotFound


class EntryInvalid(Invalid):
    """What was typed in makes no entry."""

    code = "entry_invalid"
    title = "This makes no entry"


class EntryOfBank(Conflict):
    """The transaction is the bank's: a person may say much about it, but not what happened."""

    code = "entry_of_bank"
    title = "This transaction is your bank's"


class EntryNotMatched(Conflict):
    """No entry of a person or a file stands behind this transaction."""

    code = "entry_not_matched"
    title = "This transaction was not matched with an entry"


class EntryUnmatchable(Conflict):
    """The two cannot be one: an entry, and a transaction that only the bank tells of, are needed."""

    code = "entry_unmatchable"
    title = "These two cannot be matched"


class EntryNotRemoved(Conflict):
    """It is there, or was not taken away by a person."""

    code = "entry_not_removed"
    title = "This entry has not been removed"


class ImportNotFound(NotFound):
    """No such import in this workspace."""

    code = "import_not_found"
    title = "There is no such import"


class ImportUnreadable(Invalid):
    """The file is none we know how to read."""

    code = "import_unreadable"
    title = "This file cannot be read"


class ImportReadingWrong(Invalid):
    """What is said of the columns does not fit the file."""

    code = "import_reading_wrong"
    title = "The columns do not fit the file"


class ImportAccountOpen(Conflict):
    """The file states several accounts, and nobody has said which one is meant."""

    code = "import_account_open"
    title = "This file holds several accounts"


class ImportReread(Conflict):
    """The preview was made by another reading of the file than the one that holds now."""

    code = "import_reread"
    title = "This file has been read otherwise since you looked at it"


class ImportDecided(Conflict):
    """It was applied or undone already."""

    code = "import_decided"
    title = "This import has been decided already"
