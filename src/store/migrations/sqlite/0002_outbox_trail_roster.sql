-- What an enquiry is most about stands in a column of its own, so that it can be searched and counted.
ALTER TABLE enquiries ADD COLUMN main_topic TEXT;
UPDATE enquiries SET main_topic = json_extract(topics, '$[0]');

-- The clock: what was promised, when an adviser first wrote, when to look again, when closing was announced.
ALTER TABLE enquiries ADD COLUMN reply_due TEXT;
ALTER TABLE enquiries ADD COLUMN first_answered_at TEXT;
UPDATE enquiries SET first_answered_at = (
    SELECT min(at) FROM messages
    WHERE messages.service = enquiries.service AND messages.reference = enquiries.reference AND adviser IS NOT NULL);
ALTER TABLE enquiries ADD COLUMN snoozed_until TEXT;
ALTER TABLE enquiries ADD COLUMN warned_at TEXT;

-- A trainee's reply that waits to be read.
ALTER TABLE enquiries ADD COLUMN proposed_by TEXT;
ALTER TABLE enquiries ADD COLUMN proposed_at TEXT;
ALTER TABLE enquiries ADD COLUMN proposed_words TEXT;
ALTER TABLE enquiries ADD COLUMN proposed_asks INTEGER;

CREATE INDEX enquiries_of_adviser ON enquiries (service, claimed_by, urgency_rank, act_by, waiting_since, reference)
    WHERE status IN ('new', 'reopened', 'claimed', 'waiting-for-family');
CREATE INDEX enquiries_about ON enquiries (service, main_topic, urgency_rank, act_by, waiting_since, reference)
    WHERE status IN ('new', 'reopened', 'claimed', 'waiting-for-family');
CREATE INDEX enquiries_asleep ON enquiries (service, snoozed_until) WHERE snoozed_until IS NOT NULL;
CREATE INDEX enquiries_quiet ON enquiries (service, worked_at) WHERE status IN ('answered', 'waiting-for-family');

-- Each line of the trail carries a hash over the one before it. Lines from before this step are chained right after it,
-- in the same transaction; then nothing alters them again.
ALTER TABLE events ADD COLUMN line INTEGER;
ALTER TABLE events ADD COLUMN hash BLOB;
CREATE UNIQUE INDEX events_in_line ON events (service, line);
DROP TRIGGER events_are_never_altered;
CREATE TRIGGER events_are_never_altered BEFORE UPDATE ON events
    WHEN OLD.line IS NOT NULL OR NEW.line IS NULL OR NEW.id <> OLD.id OR NEW.service <> OLD.service
        OR NEW.reference <> OLD.reference OR NEW.at <> OLD.at OR NEW.by <> OLD.by OR NEW.what <> OLD.what
    BEGIN SELECT RAISE(ABORT, 'the trail of an enquiry is never altered'); END;
CREATE TABLE trail_heads (
    service TEXT NOT NULL PRIMARY KEY,
    lines INTEGER NOT NULL,
    hash BLOB NOT NULL
);

-- Who is to be told what. No words stand here: whoever delivers a notice loads what it may show.
CREATE TABLE notices (
    service TEXT NOT NULL,
    id TEXT NOT NULL,
    reference TEXT,
    to_kind TEXT NOT NULL,
    to_name TEXT,
    -- Where a reminder goes that has no enquiry. Like the other words, it can be sealed.
    address TEXT,
    kind TEXT NOT NULL,
    day TEXT,
    made_at TEXT NOT NULL,
    -- When it is tried next; for one that was taken, when whoever took it has to be done.
    due_at TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    lease TEXT,
    may_have_arrived INTEGER NOT NULL,
    PRIMARY KEY (service, id)
);
CREATE INDEX notices_due ON notices (service, due_at, made_at, id) WHERE state = 'due';
CREATE INDEX notices_dead ON notices (service, reference) WHERE state = 'dead';
CREATE INDEX notices_of_enquiry ON notices (service, reference);
CREATE INDEX notices_taken ON notices (service, lease) WHERE lease IS NOT NULL;

CREATE TABLE advisers (
    service TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    discord TEXT,
    is_active INTEGER NOT NULL,
    PRIMARY KEY (service, name)
);

CREATE TABLE flags (
    service TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (service, name)
);
