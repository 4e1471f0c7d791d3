//! Work on many things at once, where there are several processors; in a browser, where there is one, one by one.
//!
//! rayon would fall back to one thread there by itself, with all that it needs for many.

#[cfg(not(target_family = "wasm"))]
pub use rayon::{join, prelude::*};

#[cfg(target_family = "wasm")]
pub use alone::*;

/// What is used of rayon, under its names, for one thread.
#[cfg(target_family = "wasm")]
mod alone {
    /// Does the one and then the other.
    pub fn join<A, B>(one: impl FnOnce() -> A, other: impl FnOnce() -> B) -> (A, B) {
        (one(), other())
    }

    /// Lists that are gone through.
    pub trait IntoParallelRefIterator<T> {
        /// All that is in it.
        fn par_iter(&self) -> std::slice::Iter<'_, T>;
    }

    impl<T> IntoParallelRefIterator<T> for [T] {
        fn par_iter(&self) -> std::slice::Iter<'_, T> {
            self.iter()
        }
    }

    /// What is used up.
    pub trait IntoParallelIterator: IntoIterator + Sized {
        /// All that is in it.
        fn into_par_iter(self) -> Self::IntoIter {
            self.into_iter()
        }
    }

    impl<I: IntoIterator> IntoParallelIterator for I {}

    /// What rayon has and other iterators have not.
    pub trait ParallelIterator: Iterator + Sized {
        /// All that is in all that `each` makes.
        fn flat_map_iter<U: IntoIterator, F: FnMut(Self::Item) -> U>(
            self,
            each: F,
        ) -> std::iter::FlatMap<Self, U, F> {
            self.flat_map(each)
        }
    }

    impl<I: Iterator> ParallelIterator for I {}
}
