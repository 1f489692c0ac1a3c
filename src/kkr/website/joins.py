from django.db import transaction
from django.db.backends.signals import connection_created

from kkr.documents.addresses import public_pages
from kkr.ledger.listeners import listeners
from kkr.ledger.models import Entry
from kkr.website import content_version
from kkr.website.asked import answers
from kkr.website.models import ContentVersion


@listeners.register
def raise_content_version(entry: Entry) -> None:
    """A public entry outdates the pages of its councils; an autosave or a draft does not."""
    if entry.public:
        for scope in entry.scopes or [""]:
            ContentVersion.raise_for(scope)
        transaction.on_commit(content_version.changed_here)


public_pages.register(answers)
connection_created.connect(content_version.new_connection)
