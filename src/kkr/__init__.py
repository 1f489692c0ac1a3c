"""kkr: the open-source system on which a council of municipalities runs."""
