from kkr.documents.tasks import forget_unused
from kkr.ledger.listeners import tick_jobs

tick_jobs.register(forget_unused)
