//! The list of all cases.

/// Turns every case into a `#[tokio::test]` of the calling crate, in one module per port.
///
/// Takes the name of an `async fn() -> Adapter` in scope that makes an empty storage. The calling
/// crate needs `tokio` with `macros` and `rt` among its dev-dependencies.
///
/// ```
/// # use thoughts_testing::contract::Adapter;
/// # use thoughts_testing::memory::MemoryStorage;
/// async fn fresh() -> Adapter {
///     MemoryStorage::default().into_adapter()
/// }
///
/// thoughts_testing::contract_suite!(fresh);
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! contract_suite {
    ($fresh:ident) => {
        $crate::contract_cases! { $fresh;
            unit_of_work {
                dropping_takes_everything_back
            }
        }
    };
}

/// One module of tests per suite; the second half of [`contract_suite!`].
#[doc(hidden)]
#[macro_export]
macro_rules! contract_cases {
    ($fresh:ident; $($suite:ident { $($case:ident)* })*) => {
        $(
            mod $suite {
                $(
                    #[tokio::test]
                    async fn $case() {
                        let scene = $crate::contract::Scene::over(super::$fresh().await);
                        $crate::contract::$suite::$case(&scene).await;
                    }
                )*
            }
        )*
    };
}
