//! Whether a record has the shape that its JSON Schema promises.

use boon::{Compiler, SchemaIndex, Schemas};

/// The name under which the schema is looked up; nothing is fetched.
const NAME: &str = "https://example.org/record.schema.json";

/// The schema of records, ready to be asked.
pub struct Shape {
    /// All schemas that are known.
    schemas: Schemas,
    /// That of records.
    record: SchemaIndex,
}

impl Shape {
    /// Reads the schema as the program prints it.
    pub fn new() -> Shape {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.enable_format_assertions();
        compiler.add_resource(NAME, annals::site::graph::schema()).expect("the schema is JSON");
        let record = compiler.compile(NAME, &mut schemas).expect("the schema is one");
        Shape { schemas, record }
    }

    /// What is wrong with the record `bytes`; nothing where it is well.
    pub fn problem(&self, bytes: &[u8]) -> Option<String> {
        let record = match serde_json::from_slice(bytes) {
            Ok(record) => record,
            Err(error) => return Some(format!("not JSON: {error}")),
        };
        self.schemas.validate(&record, self.record).err().map(|error| error.to_string())
    }
}
