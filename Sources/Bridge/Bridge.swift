// The room Bridge.
