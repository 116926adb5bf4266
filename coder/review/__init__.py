"""The coding desk as a pure state machine."""
