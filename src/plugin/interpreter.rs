//! Modules run by wasmi, an interpreter: small, quick to begin, and the same in the program and in the browser.
//!
//! Everything that could make two runs differ, or one run endless, is off or counted. Modules are translated whole
//! before they are asked, because translating a function when it is first called would be charged to whoever calls it
//! first.

use wasmi::errors::{ErrorKind, InstantiationError, MemoryError};
use wasmi::{
    CompilationMode, Config, EnforcedLimits, Engine, Error, ExternType, FuncType, Linker, Module,
    ResourceLimiter, Store, StoreLimits, StoreLimitsBuilder, TrapCode, TypedFunc, ValType,
};
use wasmi_core::LimiterError;

use super::failure::{Failure, Unusable};
use super::host::{Called, Guest, Host};
use super::limit::{DEEPEST_CALL, LARGEST_MODULE, LARGEST_STACK, LARGEST_TABLE, Limits};
use super::wire::{self, ALLOC, Hook, MEMORY, Question};

/// The interpreter.
#[derive(Debug)]
pub(super) struct Interpreter {
    /// What all modules share.
    engine: Engine,
}

impl Default for Interpreter {
    fn default() -> Interpreter {
        let mut config = Config::default();
        config
            .consume_fuel(true)
            .allow_start_fn(false)
            .ignore_custom_sections(true)
            .wasm_multi_memory(false)
            .wasm_tail_call(false)
            .wasm_extended_const(false)
            .wasm_wide_arithmetic(false)
            .wasm_custom_page_sizes(false)
            .compilation_mode(CompilationMode::Eager)
            .enforced_limits(EnforcedLimits::strict())
            .set_max_recursion_depth(DEEPEST_CALL)
            .set_max_stack_height(LARGEST_STACK);
        Interpreter { engine: Engine::new(&config) }
    }
}

impl Host for Interpreter {
    fn prepare(&self, module: &[u8], hooks: &[Hook], limits: Limits) -> Result<Box<dyn Guest>, Unusable> {
        if module.len() > LARGEST_MODULE {
            return Err(Unusable::TooLarge(module.len(), LARGEST_MODULE));
        }
        if !module.starts_with(BEGINNING) {
            return Err(Unusable::Invalid("it does not begin as modules do".to_owned()));
        }
        let module = Module::new(&self.engine, module).map_err(|error| invalid(&error))?;
        if let Some(import) = module.imports().next() {
            let name = format!("{}.{}", import.module(), import.name());
            return Err(Unusable::Import(wire::one_line(&name, LONGEST_NAME)));
        }
        let memory = module.get_export(MEMORY);
        if !matches!(memory, Some(ExternType::Memory(memory)) if memory.minimum() * PAGE <= u64::from(limits.memory))
        {
            return Err(Unusable::Memory);
        }
        let asked = hooks.iter().map(|hook| (hook.function(), hook_type()));
        for (name, expected) in [(ALLOC, alloc_type())].into_iter().chain(asked) {
            match module.get_export(name) {
                Some(ExternType::Func(found)) if found == expected => {}
                _ => return Err(Unusable::Export(name)),
            }
        }
        Ok(Box::new(Prepared { engine: self.engine.clone(), module, limits }))
    }
}

/// The first bytes of a module, with its version (WebAssembly 2.0, section 5.5.16).
const BEGINNING: &[u8] = b"\0asm\x01\0\0\0";

/// Longest name, in characters, that is shown of what a module imports.
const LONGEST_NAME: usize = 80;

/// Bytes of a page of memory.
const PAGE: u64 = 1 << 16;

/// The type of [`ALLOC`]: a length to a place.
fn alloc_type() -> FuncType {
    FuncType::new([ValType::I32], [ValType::I32])
}

/// The type of a hook's function: the place of the question and three lengths to place and length of the answer.
fn hook_type() -> FuncType {
    FuncType::new([ValType::I32; 4], [ValType::I64])
}

/// Why a module cannot be made ready.
fn invalid(error: &Error) -> Unusable {
    Unusable::Invalid(wire::one_line(&error.to_string(), LONGEST_REASON))
}

/// Longest reason, in characters, that is shown of what the interpreter says.
const LONGEST_REASON: usize = 160;

/// A module that was translated.
#[derive(Debug)]
struct Prepared {
    /// What runs it.
    engine: Engine,
    /// The module.
    module: Module,
    /// What it may use.
    limits: Limits,
}

/// What a call may hold.
#[derive(Debug)]
struct Held(StoreLimits);

impl ResourceLimiter for Held {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> Result<bool, LimiterError> {
        // In a browser nobody is asked about a size that no address of its 32 bits has: there is no such memory.
        match u32::try_from(desired) {
            Ok(_) => self.0.memory_growing(current, desired, maximum),
            Err(_) => Ok(false),
        }
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> Result<bool, LimiterError> {
        self.0.table_growing(current, desired, maximum)
    }

    fn instances(&self) -> usize {
        self.0.instances()
    }

    fn tables(&self) -> usize {
        self.0.tables()
    }

    fn memories(&self) -> usize {
        self.0.memories()
    }
}

impl Guest for Prepared {
    fn ask(&self, hook: Hook, question: Question<'_>) -> Called {
        let held = StoreLimitsBuilder::new()
            .memory_size(usize::try_from(self.limits.memory).unwrap_or(usize::MAX))
            .table_elements(LARGEST_TABLE)
            .instances(1)
            .trap_on_grow_failure(true)
            .build();
        let mut store = Store::new(&self.engine, Held(held));
        store.limiter(|held| held);
        let answer = match store.set_fuel(self.limits.fuel) {
            Ok(()) => self.run(&mut store, hook, question),
            Err(error) => Err(failure(&error)),
        };
        // A call that was stopped has used up all that it had, whatever is left of it.
        let fuel = match &answer {
            Err(Failure::Fuel) => self.limits.fuel,
            _ => self.limits.fuel.saturating_sub(store.get_fuel().unwrap_or_default()),
        };
        Called { answer, fuel }
    }
}

impl Prepared {
    /// Asks an instance in `store`, which is new.
    fn run(&self, store: &mut Store<Held>, hook: Hook, question: Question<'_>) -> Result<String, Failure> {
        let texts = question.texts();
        let mut lengths = [0_i32; 3];
        let mut total = 0_u32;
        for (length, text) in lengths.iter_mut().zip(texts) {
            let bytes = u32::try_from(text.len()).unwrap_or(u32::MAX);
            total = total.saturating_add(bytes);
            *length = bytes.cast_signed();
        }
        if total > self.limits.input {
            return Err(Failure::Input(self.limits.input));
        }
        let linker = <Linker<Held>>::new(&self.engine);
        let fails = |error: Error| failure(&error);
        let instance = linker.instantiate_and_start(&mut *store, &self.module).map_err(fails)?;
        let missing = || Failure::Trap("its exports are gone".to_owned());
        let memory = instance.get_memory(&*store, MEMORY).ok_or_else(missing)?;
        let alloc: TypedFunc<i32, i32> = instance.get_typed_func(&*store, ALLOC).map_err(fails)?;
        let ask: TypedFunc<(i32, i32, i32, i32), i64> =
            instance.get_typed_func(&*store, hook.function()).map_err(fails)?;

        let place = alloc.call(&mut *store, total.cast_signed()).map_err(fails)?;
        let mut at = usize::try_from(place.cast_unsigned()).unwrap_or(usize::MAX);
        for text in texts {
            memory.write(&mut *store, at, text.as_bytes()).map_err(|_| Failure::Place)?;
            at = at.saturating_add(text.len());
        }
        let [text, about, options] = lengths;
        let packed = ask.call(&mut *store, (place, text, about, options)).map_err(fails)?;
        let (at, length) = wire::place(packed);
        let bytes = at.checked_add(length).and_then(|end| memory.data(&*store).get(at..end));
        let bytes = bytes.ok_or(Failure::Place)?;
        // One byte says what the rest is.
        if length > usize::try_from(self.limits.output).unwrap_or(usize::MAX).saturating_add(1) {
            return Err(Failure::Output(self.limits.output));
        }
        wire::answer(bytes)
    }
}

/// What the interpreter's `error` means.
fn failure(error: &Error) -> Failure {
    match error.kind() {
        ErrorKind::TrapCode(TrapCode::OutOfFuel) | ErrorKind::Fuel(_) => Failure::Fuel,
        ErrorKind::TrapCode(TrapCode::StackOverflow) => Failure::Stack,
        ErrorKind::TrapCode(TrapCode::GrowthOperationLimited | TrapCode::OutOfSystemMemory)
        | ErrorKind::Instantiation(
            InstantiationError::FailedToInstantiateMemory(_)
            | InstantiationError::FailedToInstantiateTable(_),
        ) => Failure::Memory,
        // In the words of the interpreter stands what it numbered the table by.
        ErrorKind::Instantiation(InstantiationError::ElementSegmentDoesNotFit { .. }) => {
            Failure::Trap(trap(TrapCode::TableOutOfBounds).to_owned())
        }
        ErrorKind::Memory(MemoryError::OutOfBoundsAccess) => {
            Failure::Trap(trap(TrapCode::MemoryOutOfBounds).to_owned())
        }
        ErrorKind::TrapCode(code) => Failure::Trap(trap(*code).to_owned()),
        _ => Failure::Trap(wire::one_line(&error.to_string(), LONGEST_REASON)),
    }
}

/// What a person reads of a trap: our own words, which stay when those of the interpreter change.
fn trap(code: TrapCode) -> &'static str {
    match code {
        TrapCode::UnreachableCodeReached => {
            "it came where it says it never comes, as a Rust program that panics does"
        }
        TrapCode::MemoryOutOfBounds => "it reached outside its memory",
        TrapCode::TableOutOfBounds => "it reached outside a table",
        TrapCode::IndirectCallToNull => "it called a function that is not there",
        TrapCode::IntegerDivisionByZero => "it divided by zero",
        TrapCode::IntegerOverflow => "a division has no result",
        TrapCode::BadConversionToInteger => "a number does not fit",
        TrapCode::BadSignature => "it called a function of another type",
        TrapCode::StackOverflow => "it called itself too often",
        TrapCode::OutOfFuel => "it worked too long",
        TrapCode::GrowthOperationLimited | TrapCode::OutOfSystemMemory => "it wanted too much memory",
    }
}
