// The room Notation.
