-- How often each word of our own stood in a question that nothing was found for. No text is kept.
CREATE TABLE missed_words (
    service TEXT COLLATE "C" NOT NULL,
    word TEXT COLLATE "C" NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (service, word)
);
