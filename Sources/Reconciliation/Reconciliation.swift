// The room Reconciliation.
