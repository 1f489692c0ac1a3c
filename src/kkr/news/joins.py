from kkr.ledger.listeners import tick_jobs
from kkr.news.tasks import publish_due

tick_jobs.register(publish_due)
