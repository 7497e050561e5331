-- Whoever looks at an enquiry sees every event of it, so none may stand beside the chain that is verified. What stands there
-- already is left for `signpost audit verify` to find: it must not keep Signpost from starting.
ALTER TABLE events ADD CONSTRAINT events_stand_in_line CHECK (line IS NOT NULL AND line > 0) NOT VALID;
