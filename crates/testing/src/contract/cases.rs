//! How a list of cases becomes tests.

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
