//! `$lime` in a conversation.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use userlike_limeobject::{LimeCommand, Mapper};

fn command(transcript: &str) -> Option<LimeCommand> {
    let mapper = Mapper::new(br#"{"instances":[{"limetype":"helpdesk"}]}"#, None).unwrap();
    mapper.command(format!(r#"{{"id":1,"transcript":{transcript}}}"#).as_bytes()).unwrap()
}

#[test]
fn only_an_operators_newest_message_is_a_command() {
    let operator = r#"{"type":"message","operator_name":"Bo","sender":{"type":"operator"},"body":"$lime deal"}"#;
    let contact = r#"{"type":"message","operator_name":"","sender":{"type":"contact"},"body":"$lime"}"#;
    let notification = r#"{"type":"notification","operator_name":"Bo","body":"$lime"}"#;
    let deal = Some(LimeCommand { instance: Some("deal".into()) });
    assert_eq!(command(&format!("[{contact},{operator}]")), deal);
    assert_eq!(command(&format!("[{operator},{notification}]")), deal);
    assert_eq!(command(&format!("[{operator},{contact}]")), None);
    assert_eq!(command(&format!("[{notification}]")), None);
    assert_eq!(command("[]"), None);
}

#[test]
fn a_commands_instance_is_one_for_a_preview() {
    let config =
        br#"{"instances":[{"limetype":"helpdesk","default":true},{"name":"Sales","limetype":"deal","topic":"lead"}]}"#;
    let mapper = Mapper::new(config, None).unwrap();
    for text in ["$lime lead", "$lime SALES", "$lime deal"] {
        let command = LimeCommand::parse(text).unwrap();
        let preview = mapper.preview(br#"{"id":1}"#, command.instance.as_deref()).unwrap();
        assert_eq!(preview.instance.unwrap().index, 1, "{text}");
    }
}
