//! The token, and where Discord is: from the environment or a file, checked once at start.

use std::path::PathBuf;

use super::shards::Shards;
use crate::moment::Moment;
use crate::settings::{SettingsError, fixed_now};

const TOKEN: &str = "SIGNPOST_DISCORD_TOKEN";
const TOKEN_FILE: &str = "SIGNPOST_DISCORD_TOKEN_FILE";
const API: &str = "SIGNPOST_DISCORD_API";

/// How the bot is set up.
#[derive(Clone)]
pub struct DiscordSettings {
    token: String,
    api: Option<String>,
    /// Leads to a Discord on this machine; set in tests alone.
    client: Option<reqwest::Client>,
    /// Set in tests alone.
    now: Option<Moment>,
    shards: Shards,
}

/// Why the bot cannot start with these settings. Each message says the mend.
#[derive(Debug, thiserror::Error)]
pub enum DiscordSettingsError {
    #[error(
        "there is no Discord token: put it into a file and name that in SIGNPOST_DISCORD_TOKEN_FILE, or set SIGNPOST_DISCORD_TOKEN"
    )]
    NoToken,
    #[error(
        "cannot read the file {path}, which SIGNPOST_DISCORD_TOKEN_FILE names: check that it may be read"
    )]
    TokenFile { path: PathBuf, source: std::io::Error },
    #[error("the Discord token has spaces or line breaks inside: copy it again from the developer portal")]
    TokenForm,
    #[error(
        "SIGNPOST_DISCORD_API is for tests on this machine: write it like http://127.0.0.1:8080, or unset it to reach Discord"
    )]
    Api,
    #[error(transparent)]
    Now(#[from] SettingsError),
}

impl DiscordSettings {
    /// Reads `SIGNPOST_DISCORD_TOKEN` or the file named by `SIGNPOST_DISCORD_TOKEN_FILE`, `SIGNPOST_DISCORD_API`, and
    /// `SIGNPOST_NOW`.
    ///
    /// # Errors
    ///
    /// [`DiscordSettingsError`], which says what to set.
    pub fn from_env() -> Result<DiscordSettings, DiscordSettingsError> {
        let given = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        let token = match (given(TOKEN), given(TOKEN_FILE)) {
            (Some(token), _) => token,
            (None, Some(path)) => std::fs::read_to_string(&path)
                .map_err(|source| DiscordSettingsError::TokenFile { path: path.into(), source })?,
            (None, None) => return Err(DiscordSettingsError::NoToken),
        };
        DiscordSettings::new(&token, given(API).as_deref(), fixed_now()?)
    }

    /// `api` is another base for Discord's REST interface, on this machine only; `now` fixes the clock.
    ///
    /// # Errors
    ///
    /// [`DiscordSettingsError`] when the token is empty or broken, or the base is not on this machine.
    pub fn new(
        token: &str,
        api: Option<&str>,
        now: Option<Moment>,
    ) -> Result<DiscordSettings, DiscordSettingsError> {
        let token = token.trim();
        let token = token.strip_prefix("Bot ").unwrap_or(token).to_owned();
        if token.is_empty() {
            return Err(DiscordSettingsError::NoToken);
        }
        if token.chars().any(|c| c.is_whitespace() || c.is_control() || !c.is_ascii()) {
            return Err(DiscordSettingsError::TokenForm);
        }
        match api {
            Some(base) if !is_loopback(base, "http://") => Err(DiscordSettingsError::Api),
            api => Ok(DiscordSettings {
                token,
                api: api.map(str::to_owned),
                client: None,
                now,
                shards: Shards::One,
            }),
        }
    }

    /// Reaches Discord through this client, as the tests do: theirs knows `discord.com` as an address on this machine
    /// and trusts one throwaway certificate, so everything else, the rate limiter included, is what families get.
    /// No environment variable leads here. The gateway has to be on this machine too.
    pub fn through(self, client: reqwest::Client) -> DiscordSettings {
        DiscordSettings { client: Some(client), ..self }
    }

    /// Takes this part of the gateway.
    pub fn with_shards(self, shards: Shards) -> DiscordSettings {
        DiscordSettings { shards, ..self }
    }

    pub(super) fn shards(&self) -> Shards {
        self.shards
    }

    pub(super) fn client(&self) -> Option<&reqwest::Client> {
        self.client.as_ref()
    }

    /// Whether this is a Discord of a test, whose gateway may be nowhere but here.
    pub(super) fn is_on_this_machine(&self) -> bool {
        self.api.is_some() || self.client.is_some()
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    pub(super) fn api(&self) -> Option<&str> {
        self.api.as_deref()
    }

    pub(super) fn clock(&self) -> impl Fn() -> Moment + Clone + Send + Sync + 'static {
        let now = self.now;
        move || now.unwrap_or_else(|| Moment::new(chrono::Utc::now()))
    }
}

/// Never the token.
impl std::fmt::Debug for DiscordSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DiscordSettings").field("api", &self.api).finish_non_exhaustive()
    }
}

/// `http://127.0.0.1:8080` or `http://[::1]:8080`, for the scheme given; names are not looked up.
pub(super) fn is_loopback(url: &str, scheme: &str) -> bool {
    let Some(rest) = url.strip_prefix(scheme) else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    host.parse::<std::net::SocketAddr>().is_ok_and(|address| address.ip().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(base: &str, is_taken: bool) {
        assert_eq!(DiscordSettings::new("abc", Some(base), None).is_ok(), is_taken, "{base}");
    }

    #[test]
    fn another_base_is_on_this_machine_or_refused() {
        check("http://127.0.0.1:8080", true);
        check("http://[::1]:8080/", true);
        check("https://127.0.0.1:8080", false);
        check("http://discord.com", false);
        check("http://127.0.0.1.evil.example:80", false);
        check("http://127.0.0.1:80@evil.example", false);
        check("http://10.0.0.1:80", false);
    }

    #[test]
    fn a_token_is_never_shown() {
        let settings = DiscordSettings::new("  Bot s3cret\n", None, None).unwrap();
        assert_eq!(settings.token(), "s3cret");
        assert!(!format!("{settings:?}").contains("s3cret"));
        let broken = DiscordSettings::new("s3 cret", None, None).unwrap_err();
        assert!(!broken.to_string().contains("s3"));
        assert!(matches!(DiscordSettings::new(" \n", None, None), Err(DiscordSettingsError::NoToken)));
    }
}
