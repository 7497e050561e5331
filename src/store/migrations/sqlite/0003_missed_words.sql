-- How often each word of our own stood in a question that nothing was found for. No text is kept.
CREATE TABLE missed_words (
    service TEXT NOT NULL,
    word TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (service, word)
);
