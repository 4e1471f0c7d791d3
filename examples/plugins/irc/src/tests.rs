//! Logs, and what becomes of them.

use super::*;

/// The Markdown of a log, then what it records, a line each.
fn shown(text: &str) -> String {
    match minutes(&Question::of(text)) {
        Err(Refusal { message, .. }) => message,
        Ok(said) => {
            let mut lines = vec![said.markdown.unwrap_or_default()];
            lines.extend(said.decisions.into_iter().flatten().map(|it| format!("decision {} {}", it.line, it.text)));
            lines.extend(said.actions.into_iter().flatten().map(|it| {
                format!("action {} {}: {}", it.line, it.owners.join("+"), it.text)
            }));
            lines.push(format!("attendees {}", said.attendees.unwrap_or_default().join(" ")));
            lines.push(format!("scribes {}", said.minute_takers.unwrap_or_default().join(" ")));
            lines.extend(said.problems.into_iter().map(|it| format!("problem {:?} {}", it.line, it.message)));
            lines.join("\n")
        }
    }
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(shown(text), expected);
}

#[test]
fn a_log_becomes_minutes() {
    check(
        "14:02 <alice> scribe: bob\n\
         14:02 <alice> Topic: Naming\n\
         14:05 <bob> carol: names are too_long\n\
         14:05 <bob> ... by far\n\
         14:06 * dave joins\n\
         14:06 <dave> see https://example.org/a_b and #12\n\
         14:07 <alice> RESOLVED: Names have at most twenty letters\n\
         14:08 <alice> ACTION: carol and dave to write it down",
        "\n## Naming\n- **carol:** names are too\\_long\n  … by far\n\n- **dave:** see https://example.org/a_b and #12\n\
         - **Resolved:** Names have at most twenty letters\n- **Action:** carol, dave: write it down\n\
         decision 7 Names have at most twenty letters\n\
         action 8 carol+dave: write it down\n\
         attendees alice bob carol dave\n\
         scribes bob",
    );
}

#[test]
fn times_and_nicks_have_many_forms() {
    check(
        "[14:02:33] <@alice> present+\n2024-03-05T14:02:33Z <bob> present+ carol, Dave\n<eve> hello\n",
        "\n\n- **eve:** hello\nattendees alice carol Dave\nscribes ",
    );
}

#[test]
fn what_is_missing_is_told_at_its_line() {
    check(
        "<a> Topic: x\n<a> RESOLVED:\n<a> ACTION: somebody should look\n",
        "## x\n\n- **Action:** somebody should look\naction 3 : somebody should look\nattendees a\nscribes \n\
         problem Some(2) a resolution without words\nproblem Some(3) an action that nobody is to do",
    );
}

#[test]
fn nothing_in_a_log_is_markup() {
    check(
        "<a> <script>x</script> **b** [c](d)\n",
        "- **a:** \\<script\\>x\\</script\\> \\*\\*b\\*\\* \\[c\\](d)\nattendees a\nscribes ",
    );
}

#[test]
fn a_text_that_is_no_log_is_refused() {
    check("# Minutes\n\nWe met.\n", "most lines are no lines of a log, such as `14:02 <alice> hello`");
}
