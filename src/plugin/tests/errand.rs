//! Questions that are answered elsewhere come to the same as those that are answered here.

use super::*;

/// The only plugin of a site, which is asked elsewhere, and what is to be asked.
fn elsewhere(settings: Settings) -> (Plugins, Arc<Memory>) {
    let memory = Arc::new(Memory::elsewhere());
    (Plugins::new(vec![settings], memory.clone()), memory)
}

/// What each of `blocks` becomes, in one document.
fn shown(plugins: &Plugins, blocks: &[&str]) -> Vec<String> {
    let fences = plugins.fences().unwrap();
    let shown = |block: &&str| match fences.html("demo", block) {
        Some(Ok(fragment)) => format!("{fragment:?}"),
        Some(Err(misfit)) => misfit.diagnostic.message,
        None => "as it is written".to_owned(),
    };
    blocks.iter().map(shown).collect()
}

/// What `blocks` become when all is answered, after how many answers and how many readings.
fn answered(settings: Settings, blocks: &[&str]) -> (Vec<String>, usize, usize) {
    let (plugins, memory) = elsewhere(settings);
    let mut runner = Runner::default();
    let (mut answers, mut readings) = (0, 0);
    loop {
        memory.begin();
        let shown = shown(&plugins, blocks);
        readings += 1;
        if !memory.waits() {
            return (shown, answers, readings);
        }
        while let Some(errand) = memory.errand() {
            assert!(memory.answer(&runner.run(&errand).unwrap()));
            answers += 1;
        }
    }
}

/// Asks the module with this text here and elsewhere about `blocks`; elsewhere it takes so many answers.
#[track_caller]
fn check(text: &str, blocks: &[&str], answers: usize) {
    let settings = settings(module(text));
    let here = shown(&plugins(settings.clone()), blocks);
    assert_eq!(answered(settings, blocks), (here, answers, 1 + answers.min(1)), "{text}");
}

#[test]
fn what_is_answered_elsewhere_is_the_same() {
    check(&fence(ECHO), &["a", "b", "a"], 2);
    check(&fence("(unreachable)"), &["a"], 1);
}

#[test]
fn a_module_that_cannot_be_used_is_asked_once() {
    check("(module)", &["a", "b"], 1);
}

#[test]
fn a_module_that_is_not_the_pinned_one_is_not_asked() {
    let other = Settings { pin: Some(Pin::of(b"other")), ..settings(module(&fence(ECHO))) };
    assert_eq!(answered(other, &["a"]), (vec!["as it is written".to_owned()], 0, 1));
}

#[test]
fn fuel_ends_for_a_document_elsewhere_too() {
    // Four use up what a document has; nobody is asked about the other two.
    check(&fence("(loop $l (br $l)) (i64.const 0)"), &["1", "2", "3", "4", "5", "6"], 4);
}

#[test]
fn what_a_text_is_comes_before_its_blocks() {
    let (plugins, memory) = elsewhere(settings(module(&fence(ECHO))));
    let ask = |hook, text| {
        let question = Question { text, about: "", options: "{}" };
        plugins.list[0].ask(&plugins.memory, hook, question)
    };
    for (hook, text) in [(Hook::Check, "c"), (Hook::Fence, "b"), (Hook::Document, "a"), (Hook::Document, "d")]
    {
        assert!(ask(hook, text).is_none());
    }
    let mut runner = Runner::default();
    let mut answers = 0;
    while let Some(errand) = memory.errand() {
        assert!(memory.answer(&runner.run(&errand).unwrap()));
        answers += 1;
    }
    assert_eq!(answers, 2, "the texts alone, of what was asked before they were known");
    assert!(ask(Hook::Document, "a").is_some() && ask(Hook::Fence, "b").is_none());
}

#[test]
fn what_is_damaged_or_of_another_program_is_no_errand() {
    let (plugins, memory) = elsewhere(settings(module(&fence(ECHO))));
    shown(&plugins, &["a"]);
    let errand = memory.errand().unwrap();
    let mut runner = Runner::default();
    let outcome = runner.run(&errand).unwrap();
    for length in 0..outcome.len() {
        assert!(!memory.answer(&outcome[..length]), "{length}");
    }
    assert!(runner.run(&errand[..errand.len() - 1]).is_none() && runner.run(&errand[1..]).is_none());
    assert!(memory.answer(&outcome));
}
