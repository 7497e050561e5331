-- Where the card of an enquiry stands in the advisers' channel, in the channel's own form. It goes with the enquiry, and not with
-- the conversations that are forgotten once they are idle.
CREATE TABLE cards (
    service TEXT COLLATE "C" NOT NULL,
    reference TEXT COLLATE "C" NOT NULL,
    place TEXT NOT NULL,
    PRIMARY KEY (service, reference)
);

-- What a channel has acknowledged and not answered yet: an id, a place and a time. Each row lives for seconds, unless the process
-- ends in between.
CREATE TABLE unanswered (
    service TEXT COLLATE "C" NOT NULL,
    interaction TEXT COLLATE "C" NOT NULL,
    -- Whose conversation it is.
    session TEXT COLLATE "C" NOT NULL,
    -- Where the channel can still say something, in the channel's own form. Like words, it can be sealed.
    place TEXT NOT NULL,
    at TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (service, interaction)
);
