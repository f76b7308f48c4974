// The room Rehearsal.
