//! What Lime CRM accepts, written from its documentation alone and without any of the crate's code: the judge of the
//! property tests.

use serde_json::Value;

/// Why Lime CRM would refuse an object of `limetype` with these `values` and relations; none when it would not.
pub fn refusal(limetype: &Value, values: &Value, relations: &Value) -> Option<String> {
    let properties = limetype["properties"].as_array().unwrap();
    let property = |name: &str| properties.iter().find(|property| property["name"] == name);
    for (name, value) in values.as_object().unwrap() {
        let Some(property) = property(name) else { return Some(format!("{name}: unknown property")) };
        if let Err(why) = accepts(property, value) {
            return Some(format!("{name}: {why}"));
        }
    }
    for name in relations.as_object().unwrap().keys() {
        match property(name) {
            Some(property) if property["type"] == "belongsto" => {}
            _ => return Some(format!("{name}: not a relation that can be written")),
        }
    }
    let missing = properties.iter().find(|property| {
        let name = property["name"].as_str().unwrap();
        let far_end = ["hasone", "hasmany", "hasandbelongstomany"].iter().any(|kind| property["type"] == *kind);
        property["required"] == true && !far_end && values.get(name).is_none() && relations.get(name).is_none()
    });
    missing.map(|property| format!("{}: required", property["name"]))
}

fn accepts(property: &Value, value: &Value) -> Result<(), String> {
    let text = || value.as_str().ok_or_else(|| format!("{value} is no text"));
    let check = |fits: bool, what: &str| if fits { Ok(()) } else { Err(format!("{value} is no {what}")) };
    match property["type"].as_str().unwrap() {
        "string" | "text" | "phone" | "link" | "xml" => {
            let text = text()?;
            let length = property["length"].as_u64().unwrap_or(0) as usize;
            check(length == 0 || text.encode_utf16().count() <= length, "text that fits")?;
            check(!text.contains('\0'), "text without NUL")?;
            check(!text.trim().is_empty(), "text with content: an empty one clears the property")?;
            check(property["type"] != "link" || is_safe_link(text), "safe link")?;
            let one_line = property["type"] != "text" && property["type"] != "xml";
            check(!one_line || !text.contains(['\n', '\r']), "text of one line")
        }
        "integer" => check(value.is_i64() && value.as_i64().unwrap().unsigned_abs() < (1 << 53), "exact whole number"),
        "user" | "file" | "belongsto" => check(value.as_i64().is_some_and(|id| id > 0), "id"),
        "decimal" | "percent" => check(value.is_number(), "number"),
        "yesno" => check(value.is_boolean(), "boolean"),
        "time" => {
            let text = text()?;
            let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            check(shape.starts_with("0000-00-00T00:00:00") && shape.ends_with('Z'), "time in UTC")?;
            check(text >= "1753", "time that SQL Server has")
        }
        "date" | "year" | "quarter" | "month" => {
            let text = text()?;
            let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            check(shape == "0000-00-00" && text >= "1753", "day that SQL Server has")
        }
        "option" => option(property, value),
        "set" if value == &Value::Array(Vec::new()) => Err("an empty set clears the property".to_owned()),
        "set" => value.as_array().ok_or("no list")?.iter().try_for_each(|value| option(property, value)),
        other => Err(format!("{other} can't be written")),
    }
}

/// Whether opening a link can only lead to an address of the web, to a mail, to a call or to Lime CRM.
fn is_safe_link(link: &str) -> bool {
    let colon = link.find(':').unwrap_or(link.len());
    let sign = link.find(['/', '\\', '?', '#']).unwrap_or(link.len());
    let rest = &link[(colon + 1).min(link.len())..];
    match &link[..colon] {
        // The word alone has no scheme.
        "http" | "https" if colon < link.len() => {
            rest.strip_prefix("//").is_some_and(|host| !host.is_empty() && !host.starts_with(['/', '\\']))
        }
        "mailto" | "tel" | "limecrm" => true,
        // A port in an address that someone typed.
        _ if colon < sign => rest[..sign - colon - 1].chars().all(|sign| sign.is_ascii_digit()) && !rest.is_empty(),
        _ => !link.contains('\\') && !link.starts_with("//"),
    }
}

fn option(property: &Value, value: &Value) -> Result<(), String> {
    let known = property["options"].as_array().unwrap().iter().any(|option| option["key"] == value["key"]);
    if known && value.as_object().is_some_and(|members| members.len() == 1) {
        Ok(())
    } else {
        Err(format!("{value} is no option"))
    }
}
