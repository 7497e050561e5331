-- Whoever looks at an enquiry sees every event of it, so none may stand beside the chain that is verified.
CREATE TRIGGER events_stand_in_line BEFORE INSERT ON events
    WHEN NEW.line IS NULL OR NEW.line < 1
    BEGIN SELECT RAISE(ABORT, 'every event of an enquiry stands in the line of the trail'); END;
