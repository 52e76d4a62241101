"""Follow-up: alert rules that name their reason, and the cards a coordinator settles one by one."""
