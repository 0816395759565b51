//! The mail of a digest: plain text, and the same as HTML that was cleaned.

use renexus_wire::notice::NoticeKind;

use crate::mail::Letter;

/// One line of a digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Why the person is told.
    pub kind: NoticeKind,
    /// The name of who did it.
    pub actor: Option<String>,
    /// The name of the workspace.
    pub workspace: String,
    /// What the place is called.
    pub title: String,
    /// The beginning of what was said.
    pub excerpt: String,
    /// The address of the place, where the person may open it.
    pub address: Option<String>,
}

/// The mail that tells a person of what they have not read.
pub fn digest(recipient: String, lines: &[Line], url: &str) -> Letter {
    let many = lines.len();
    let subject = match lines {
        [only] => sentence(only),
        _ => format!("{many} notifications on Renexus"),
    };
    Letter { recipient, subject, body: plain(lines, url), html: Some(html(lines, url)) }
}

fn sentence(line: &Line) -> String {
    let (actor, title) = (line.actor.as_deref().unwrap_or("Somebody"), &line.title);
    match line.kind {
        NoticeKind::Mention => format!("{actor} mentioned you in {title}"),
        NoticeKind::Assignment => format!("{actor} assigned {title} to you"),
        NoticeKind::Comment => format!("{actor} commented on {title}"),
        NoticeKind::DueSoon => format!("{title} is due soon"),
        NoticeKind::Invitation => format!("{actor} invites you to {title}"),
        NoticeKind::Webhook => format!("A webhook of {title} is paused"),
    }
}

fn plain(lines: &[Line], url: &str) -> String {
    let mut text = String::new();
    for line in lines {
        text.push_str(&format!("{} ({})\n", sentence(line), line.workspace));
        for quoted in line.excerpt.lines() {
            text.push_str(&format!("    {quoted}\n"));
        }
        if let Some(address) = &line.address {
            text.push_str(&format!("{address}\n"));
        }
        text.push('\n');
    }
    text.push_str(&format!("{url}/\n"));
    text
}

/// Everything is escaped as it is put in, and the whole is cleaned once more.
fn html(lines: &[Line], url: &str) -> String {
    let safe = ammonia::clean_text;
    let mut html = String::from("<ul>");
    for line in lines {
        let (sentence, workspace) = (safe(&sentence(line)), safe(&line.workspace));
        let sentence = match &line.address {
            Some(address) => format!("<a href=\"{}\">{sentence}</a>", safe(address)),
            None => sentence,
        };
        html.push_str(&format!("<li><p><strong>{sentence}</strong> ({workspace})</p>"));
        if !line.excerpt.is_empty() {
            html.push_str(&format!("<blockquote>{}</blockquote>", safe(&line.excerpt)));
        }
        html.push_str("</li>");
    }
    let url = safe(url);
    html.push_str(&format!("</ul><p><a href=\"{url}/\">{url}</a></p>"));
    ammonia::clean(&html)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(kind: NoticeKind, excerpt: &str) -> Line {
        Line {
            kind,
            actor: Some("<b>Eve</b>".into()),
            workspace: "Studio".into(),
            title: "REN-1 <script>alert(1)</script>".into(),
            excerpt: excerpt.into(),
            address: Some("https://renexus.example.org/w/studio/tasks/1\"><script>".into()),
        }
    }

    /// SPEC NTF-8
    #[test]
    fn nothing_that_people_wrote_becomes_html() {
        let hostile = "<img src=x onerror=alert(1)><a href=\"javascript:alert(1)\">x</a>\nnext";
        let lines = [line(NoticeKind::Mention, hostile), line(NoticeKind::DueSoon, "")];
        let letter = digest("ada@example.org".into(), &lines, "https://renexus.example.org");
        assert_eq!(letter.subject, "2 notifications on Renexus");
        let html = letter.html.unwrap();
        for tag in ["<script", "<img", "<b>", "<a href=\"javascript"] {
            assert!(!html.contains(tag), "{html}");
        }
        assert!(html.contains("href=\"https://renexus.example.org/\""), "{html}");
        assert!(html.contains("<a href=\"https://renexus.example.org/w/studio/tasks/1"), "{html}");
        assert!(letter.body.contains("    <img src=x"), "{}", letter.body);
        let one = digest("ada@example.org".into(), &lines[..1], "");
        assert!(one.subject.starts_with("<b>Eve</b> mentioned you in REN-1"), "{}", one.subject);
    }
}
