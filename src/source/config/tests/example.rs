//! Defaults, the files of a new site, the schema, and the configuration of a real community.

use serde_json::Value as Json;

use super::*;

/// Defaults are compiled when they are asked for; what is read back is compiled at once, or refused.
#[test]
fn every_default_is_a_pattern() {
    let standard = standard("", &FOLDERS.map(|(folder, _)| folder));
    let read: Vec<SourceConfig> =
        serde_json::from_value(serde_json::to_value(&standard.sources).unwrap()).unwrap();
    assert_eq!(read, standard.sources);
}

#[test]
fn everything_has_a_default() {
    let config = check("", &[]);
    let at: Vec<_> = config.sources.iter().map(|source| (source.name.as_str(), source.at.as_str())).collect();
    assert_eq!(
        at,
        [("content", ""), ("standards", "standards"), ("minutes", "minutes"), ("releases", "releases")]
    );
    assert_eq!(config.sources[0].exclude, ["standards/**"]);
    assert_eq!(
        config,
        Config { title: "Record".to_owned(), ..standard("", &FOLDERS.map(|(folder, _)| folder)) }
    );
    assert_eq!(standard("Ours", &["minutes"]).sources.len(), 1);
    let alone = standard("Ours", &["content"]);
    assert_eq!(alone.sources[0].exclude, [""; 0]);
    let config = check(
        "forge: https://forge.example/me\nsources:\n  - {kind: pages, repo: a}\n  - {kind: pages, repo: b}\n",
        &[],
    );
    assert_eq!(
        (config.title.as_str(), config.sources[0].at.as_str(), config.sources[1].at.as_str()),
        ("me", "", "b")
    );
}

#[test]
fn the_design_s_example_reads() {
    let config = check(
        "title: T\nforge: https://forge.example/me\nsources:\n  - kind: releases\n    repo: release-notes\n    include: [\"Release{n}.md\"]\n    name: \"R{n}\"\n    version: \"v{n+1}.0.0\"\n",
        &[],
    );
    let source = &config.sources[0];
    assert_eq!((source.name.as_str(), &source.include), ("release-notes", &vec!["Release*.md".to_owned()]));
    let release = source.releases.release(&RelPath::new("Release6.md").unwrap()).unwrap();
    assert_eq!((release.name.as_str(), release.version.as_deref()), ("R6", Some("v7.0.0")));
    assert_eq!(source.releases.release(&RelPath::new("ReleaseX.md").unwrap()), None);
}

#[test]
fn a_new_site_reads_without_a_word() {
    for title in ["Ours", "\"Quoted\": #1 ü\nsecond line", ""] {
        let files = init::files(title, crate::base::Date::new(2024, 2, 1).unwrap());
        let names: Vec<_> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert!(names.contains(&"minutes/weekly/20240201.md"), "{names:?}");
        let config = check(&files[0].1, &[]);
        assert_eq!(config.sources.len(), 4);
        if !title.is_empty() {
            assert_eq!(config.title, title);
        }
        let standard = config.sources.iter().find(|source| source.kind == Kind::Standards).unwrap();
        let path = files.iter().find(|(path, _)| path.as_str().contains("std-")).unwrap().0.clone();
        let fields = standard.standards.id.matches_path(&path).unwrap();
        assert_eq!(standard.standards.number(&fields).as_deref(), Some("std-0001"));
    }
}

#[test]
fn every_option_is_explained_in_a_new_site() {
    let text = &init::files("x", crate::base::Date::new(2024, 2, 1).unwrap())[0].1;
    let schema = schema();
    let keys = |pointer: &str| -> Vec<String> {
        schema.pointer(pointer).and_then(|it| it.as_object()).unwrap().keys().cloned().collect()
    };
    let all = [keys("/properties"), keys("/$defs/Source/properties"), keys("/$defs/Metadata/properties")];
    for key in all.concat() {
        assert!(text.contains(&format!("{key}:")), "`{key}` is not explained");
    }
}

/// Whether `value` is what `schema` allows, by those keywords of JSON Schema that ours uses.
fn conforms(root: &Json, schema: &Json, value: &Json) -> Result<(), String> {
    if let Some(target) = schema["$ref"].as_str() {
        conforms(root, root.pointer(target.trim_start_matches('#')).unwrap(), value)?;
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(choices) = schema[key].as_array()
            && !choices.iter().any(|choice| conforms(root, choice, value).is_ok())
        {
            return Err(format!("{value} is none of {choices:?}"));
        }
    }
    let sort = match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    };
    let sorts = match &schema["type"] {
        Json::Null => vec![sort],
        Json::String(one) => vec![one.as_str()],
        many => many.as_array().unwrap().iter().filter_map(Json::as_str).collect(),
    };
    let listed = schema["enum"].as_array().is_none_or(|values| values.contains(value));
    if !sorts.contains(&sort) || !listed || schema.get("const").is_some_and(|only| only != value) {
        return Err(format!("{value} is not {schema}"));
    }
    for item in value.as_array().into_iter().flatten() {
        conforms(root, schema.get("items").unwrap_or(&Json::Bool(true)), item)?;
    }
    for (key, item) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(key).or(schema.get("additionalProperties")) {
            Some(Json::Bool(false)) => return Err(format!("`{key}` is no key of {schema}")),
            Some(schema) => conforms(root, schema, item)?,
            None => {}
        }
    }
    Ok(())
}

#[test]
fn the_schema_allows_what_is_read_and_nothing_else() {
    let schema = schema();
    let check = |text: &str| {
        let value = crate::base::yaml::parse(text, 0).0.value;
        conforms(&schema, &schema, &serde_json::to_value(value).unwrap())
    };
    assert_eq!(check(include_str!("../../../../examples/scs/annals.yaml")), Ok(()));
    let new = &init::files("x", crate::base::Date::new(2024, 2, 1).unwrap())[0].1;
    assert_eq!(check(new), Ok(()));
    let dates = "dates: [name, heading: \"{date}\", {front-matter: d, format: \"{date}\"}]";
    assert_eq!(check(&source_of("minutes", dates)), Ok(()));
    assert!(check("titel: x").is_err());
    assert!(check("title: 5").is_err());
    assert!(check("sources: [{kind: page}]").is_err());
    assert!(check("sources: [{kind: pages, include: [[]]}]").is_err());
    assert!(check(&source_of("minutes", "dates: [nmae]")).is_err());
    check_source("minutes", dates, &[]);
}

#[test]
fn the_schema_describes_every_key() {
    let schema = schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["additionalProperties"], false);
    let places = ["/properties", "/$defs/Source/properties", "/$defs/Metadata/properties"];
    for (key, value) in places.iter().flat_map(|place| schema.pointer(place).unwrap().as_object().unwrap()) {
        assert!(
            value["description"].as_str().is_some_and(|text| text.len() > 10),
            "`{key}` has no description"
        );
    }
}

#[test]
fn the_configuration_of_scs_reads_without_a_word() {
    let config = check(include_str!("../../../../examples/scs/annals.yaml"), &[]);
    let names: Vec<_> = config.sources.iter().map(|source| source.name.as_str()).collect();
    assert_eq!(names, ["docs", "standards", "minutes", "release-notes"]);
    let minutes = &config.sources[2].minutes;
    for (path, deck, series, sort) in [
        ("iaas/20230920.md", false, Some("iaas"), "team"),
        ("community-call/20230601.md", false, Some("community-call"), "weekly"),
        ("community-call/20240111.md", true, Some("community-call"), "slides"),
        ("community-call/20230907-slides.md", false, Some("community-call"), "slides"),
        ("community-call/template.md", false, Some("community-call"), "template"),
        ("container/20220808-overflow.md", false, Some("container"), "overflow"),
        ("sig-markt/20221208.md", false, Some("sig-markt"), "sig"),
        ("sig-standardization/20230622-special.md", false, Some("sig-standardization"), "special"),
        ("project-board/20251013.md", false, Some("project-board"), "board"),
        ("hackathons/2026-02-17-18-6-hackathon/Readme.md", true, Some("hackathons"), "hackathon"),
        ("iam/scs-federation.md", false, Some("iam"), "document"),
        ("README.md", false, None, "readme"),
    ] {
        let path = RelPath::new(path).unwrap();
        let found = minutes.series_of(&path);
        assert_eq!((found.as_deref(), minutes.sort(&path, series, deck)), (series, sort), "{path}");
    }
    let standards = &config.sources[1].standards;
    assert_eq!(standards.state("Deprecated # | Stable"), Some("ended"));
    let published = "Release 6 of it has been published on 2024-03-20.\n";
    let dates = &config.sources[3].releases.dates;
    for text in ["# R\n(Release Date: 2024-03-20)\n", published, "# R\nMarch 20, 2024.\n"] {
        let found = dates.iter().find_map(|rule| rule.find(text));
        assert_eq!(found.map(|(date, _)| date), crate::base::Date::new(2024, 3, 20), "{text}");
    }
}

#[test]
fn rules_change_what_they_name_and_leave_the_rest() {
    let config = check_source(
        "standards",
        "rules:\n  levels: {relation-list: off, missing-section: error}\n  sections: {Standard: [Aim, Tests | Checks]}",
        &[],
    );
    let (rules, usual) = (&config.standards.rules, Rules::standard());
    let level = |rules: &Rules, rule: &str| rules.levels[rule];
    assert_eq!(level(rules, "relation-list"), None);
    assert_eq!(level(rules, "missing-section"), Some(crate::base::Severity::Error));
    assert_eq!(level(rules, "relation-self"), level(&usual, "relation-self"));
    assert_eq!(rules.sections["Standard"], [vec!["Aim"], vec!["Tests", "Checks"]]);
    assert_eq!((&rules.dates, &rules.order), (&usual.dates, &usual.order));
}

#[test]
fn states_before_the_effective_one_are_drafts() {
    let config = check_source(
        "standards",
        "states: {idea: [Idea], draft: [Draft], effective: [Final], gone: [Gone]}",
        &[],
    );
    let phase = |status: &str| config.standards.phase(config.standards.state(status)?);
    assert_eq!(phase("Idea"), Some(Phase::Draft));
    assert_eq!(phase("final :+1:"), Some(Phase::Effective));
    assert_eq!(phase("Gone"), Some(Phase::Ended));
    assert_eq!(phase("Lost"), None);
}

#[test]
fn months_have_names_of_other_languages() {
    let names = "Jan, Feb, Mac, Apr, Mei, Jun, Jul, \"Ogos | Ogo\", Sep, Okt, Nov, Dis";
    let keys = format!("dates: [{{heading: \"{{day}} {{month-name}} {{year}}\"}}]\nmonths: [{names}]");
    let config = check_source("minutes", &keys, &[]);
    for (text, expected) in
        [("5 Ogo 2024", "2024-08-05"), ("5 Mei 2024", "2024-05-05"), ("5 March 2024", "2024-03-05")]
    {
        let found = config.minutes.dates[0].find(text).map(|(date, _)| date.to_string());
        assert_eq!(found.as_deref(), Some(expected), "{text}");
    }
    let day = crate::base::Date::new(2024, 8, 12).unwrap();
    assert_eq!(config.minutes.dates[0].write(day).as_deref(), Some("12 ogos 2024"));
    let keys = "metadata: {date_formats: [\"{day} {month-name} {year}\"], months: [a, b, c, d, e, f, g, h, i, j, k, l]}";
    let formats = check_source("standards", keys, &[]).standards.metadata.date_formats;
    assert_eq!(formats[0].find("5 k 2024").map(|(date, _)| date.to_string()).as_deref(), Some("2024-11-05"));
}
