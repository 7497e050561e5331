//! Discord's own description as a judge of what the bot sends: as published, and with unknown fields forbidden.
//!
//! The description (`openapi.json`; see `openapi.md`) leaves objects open, so a misspelt field passes; the tightened
//! form catches it. What neither says is in `rules`.

use std::collections::HashMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::rules;

/// As published, and tightened.
struct Judge {
    published: Validator,
    tightened: Validator,
}

static JUDGES: LazyLock<HashMap<String, Judge>> = LazyLock::new(|| {
    let published: Value = serde_json::from_str(include_str!("../openapi.json")).unwrap();
    let mut tightened = published.clone();
    close(&mut tightened);
    let compiled = |from: &Value, route: &str| {
        let schema = json!({ "allOf": [from["bodies"][route]], "components": from["components"] });
        jsonschema::draft202012::new(&schema).unwrap_or_else(|error| panic!("{route}: {error}"))
    };
    let routes = published["bodies"].as_object().unwrap().keys();
    routes
        .map(|route| {
            let judge =
                Judge { published: compiled(&published, route), tightened: compiled(&tightened, route) };
            (route.clone(), judge)
        })
        .collect()
});

/// Everything wrong with a body sent to this route; a route without a body has nothing to be wrong.
pub fn complaints(route: &str, body: &Value) -> Vec<String> {
    let Some(judge) = JUDGES.get(route) else { return Vec::new() };
    let mut body = body.clone();
    take_numbers(&mut body);
    let mut found: Vec<String> =
        all_wrong(&judge.published, &body).map(|wrong| format!("schema: {wrong}")).collect();
    if found.is_empty() {
        if route.ends_with("/commands") {
            leave_out_extras(&mut body);
        }
        found.extend(all_wrong(&judge.tightened, &body).map(|wrong| format!("unknown field: {wrong}")));
    }
    found.extend(rules::broken(route, &body));
    found
}

fn all_wrong<'a>(judge: &'a Validator, body: &'a Value) -> impl Iterator<Item = String> + 'a {
    judge.iter_errors(body).map(|error| {
        let said: String = error.to_string().chars().take(300).collect();
        format!("at `{}`: {said}", error.instance_path())
    })
}

/// Forbids what is not named, in every object that names anything.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.values_mut().for_each(close);
            if object.get("properties").is_some_and(Value::is_object)
                && !object.contains_key("additionalProperties")
            {
                object.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        Value::Array(list) => list.iter_mut().for_each(close),
        _ => {}
    }
}

/// Discord takes a string of digits where it says a number; a permission set is the one that serenity sends so.
fn take_numbers(body: &mut Value) {
    for command in body.as_array_mut().into_iter().flatten() {
        let permissions =
            command["default_member_permissions"].as_str().and_then(|text| text.parse::<u64>().ok());
        if let Some(permissions) = permissions {
            command["default_member_permissions"] = json!(permissions);
        }
    }
}

/// What serenity adds to commands without harm, each by name and only where it says nothing.
fn leave_out_extras(body: &mut Value) {
    fn options(list: &mut Value) {
        for option in list.as_array_mut().into_iter().flatten() {
            let is_group = matches!(option["type"].as_u64(), Some(1 | 2));
            let Some(option) = option.as_object_mut() else { continue };
            if let Some(inner) = option.get_mut("options") {
                options(inner);
            }
            for name in ["options", "channel_types", "choices"] {
                if !(is_group && name == "options") && option.get(name) == Some(&json!([])) {
                    option.remove(name);
                }
            }
            for name in ["min_value", "max_value", "min_length", "max_length", "autocomplete"] {
                if option.get(name).is_some_and(|value| value.is_null() || *value == json!(false)) {
                    option.remove(name);
                }
            }
            if is_group {
                option.remove("required");
            }
        }
    }
    for command in body.as_array_mut().into_iter().flatten() {
        if let Some(command) = command.as_object_mut()
            && command.get("nsfw") == Some(&json!(false))
        {
            command.remove("nsfw");
        }
        options(&mut command["options"]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEND: &str = "POST /channels/{channel_id}/messages";
    const CALLBACK: &str = "POST /interactions/{interaction_id}/{interaction_token}/callback";

    fn right() -> Value {
        json!({ "content": "hello", "allowed_mentions": { "parse": [] } })
    }

    #[test]
    fn a_right_body_passes_every_judge() {
        assert_eq!(complaints(SEND, &right()), [] as [&str; 0]);
    }

    #[test]
    fn the_published_schema_finds_a_wrong_type() {
        let mut wrong = right();
        wrong["content"] = json!(7);
        assert!(complaints(SEND, &wrong)[0].starts_with("schema: at `/content`"));
    }

    #[test]
    fn the_tightened_schema_finds_a_misspelt_field() {
        let mut wrong = right();
        wrong["contents"] = json!("hello");
        let found = complaints(SEND, &wrong);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("unknown field: ") && found[0].contains("contents"), "{found:?}");
    }

    #[test]
    fn a_callback_of_no_known_type_is_wrong() {
        assert!(!complaints(CALLBACK, &json!({ "type": 99 })).is_empty());
        assert_eq!(complaints(CALLBACK, &json!({ "type": 5, "data": { "flags": 64 } })), [] as [&str; 0]);
    }
}
