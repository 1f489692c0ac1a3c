from kkr.accounts.tasks import clear_sessions
from kkr.ledger.listeners import work_jobs

work_jobs.register(clear_sessions)
