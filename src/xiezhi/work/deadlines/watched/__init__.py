"""What people see of their limits: board, month, hidden overruns, what nobody looked at, reminders; each read takes the viewer first."""
