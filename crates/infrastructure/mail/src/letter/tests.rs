use thoughts_domain::ids::MailId;
use thoughts_domain::second_factor::SecondFactorChange;
use thoughts_use_cases::accounts::OneTimeSecret;
use thoughts_use_cases::mail::Recipient;

use super::*;

const TOKEN: &str = "Rk3t0HcO5VqYx2nZ8bW1mAaPq7sDfGhJkLzXcVbNmQw";

fn mail(content: MailContent, language: Language, name: &str) -> OutgoingMail {
    OutgoingMail {
        id: MailId::parse("tz4a98xxat96iws9zmbrgj3a").expect("an id"),
        to: Recipient {
            email: "ada@example.org".to_owned(),
            display_name: name.to_owned(),
            handle: "ada".to_owned(),
            language,
        },
        content,
    }
}

fn contents() -> Vec<MailContent> {
    let token = || OneTimeSecret::new(TOKEN.to_owned());
    let mut contents = vec![
        MailContent::VerifyEmail(token()),
        MailContent::ResetPassword(token()),
        MailContent::PasswordChanged,
    ];
    contents.extend(SecondFactorChange::ALL.map(MailContent::SecondFactor));
    contents
}

fn written(content: &MailContent, language: Language, name: &str) -> Letter {
    let links = Links::below("https://thoughts.example/api/");
    Letter::write(&mail(content.clone(), language, name), &links).expect("a letter")
}

#[test]
fn every_mail_is_there_in_both_languages_and_both_forms() {
    let mut subjects = std::collections::HashSet::new();
    for content in contents() {
        for language in [Language::En, Language::Pt] {
            let letter = written(&content, language, "Ada");
            assert!(!letter.subject.is_empty() && !letter.subject.contains('\r'));
            assert!(subjects.insert(letter.subject.clone()), "{letter:?}");
            for form in [&letter.text, &letter.html] {
                assert!(form.contains("Ada") && form.contains("@ada"), "{form}");
                assert!(form.contains("https://thoughts.example/api"), "{form}");
                assert!(!form.contains("{{") && !form.contains("{%"), "{form}");
            }
            let html = &letter.html;
            let lang = format!("<html lang=\"{}\">", language.as_str());
            assert!(
                html.contains(&lang) && html.contains(&letter.subject),
                "{html}"
            );
            assert!(!letter.text.contains('<'), "{}", letter.text);
        }
    }
}

#[test]
fn links_hold_the_token_behind_the_hash_and_nothing_else_does() {
    for (content, page) in contents().iter().zip(["verify-email", "reset-password"]) {
        for language in [Language::En, Language::Pt] {
            let letter = written(content, language, "Ada");
            let lang = language.as_str();
            let link =
                format!("https://thoughts.example/api/account/{page}?lang={lang}#token={TOKEN}");
            assert!(
                letter.text.lines().any(|line| line == link),
                "{}",
                letter.text
            );
            assert!(
                letter.html.contains(&format!("href=\"{link}\"")),
                "{}",
                letter.html
            );
            assert_eq!(letter.text.matches(TOKEN).count(), 1);
        }
    }
    for content in &contents()[2..] {
        let told = written(content, Language::En, "Ada");
        assert!(!told.text.contains("#token") && !told.html.contains("href"));
    }
}

#[test]
fn a_name_is_no_markup_in_html_and_itself_in_text() {
    let name = "<script>alert(1)</script> & {{ link }}";
    for content in contents() {
        let letter = written(&content, Language::Pt, name);
        assert!(letter.text.contains(name), "{}", letter.text);
        assert!(!letter.html.contains("<script"), "{}", letter.html);
        assert!(letter.html.contains("alert(1)"), "{}", letter.html);
    }
}
