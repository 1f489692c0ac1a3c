from kkr.ledger.listeners import work_jobs
from kkr.outbox.tasks import deliver_due, drop_secrets, erase_old, read_bounces

work_jobs.register(drop_secrets)
work_jobs.register(deliver_due)
work_jobs.register(read_bounces)
work_jobs.register(erase_old)
