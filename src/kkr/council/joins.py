from kkr.council.tasks import forget_old_uploads
from kkr.ledger.listeners import tick_jobs

tick_jobs.register(forget_old_uploads)
