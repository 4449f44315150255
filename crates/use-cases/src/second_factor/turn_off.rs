//! Turning one's own second factor off.

use async_trait::async_trait;
use thoughts_domain::second_factor::SecondFactorChange;

use super::{ChangeSecondFactor, ChangeSecondFactorError, SecondFactorProof};

/// Turns second factors off.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TurnOffSecondFactor: Send + Sync {
    /// Turns the caller's second factor off: its secret and the recovery codes are gone. Sessions
    /// go on. A mail tells him of it.
    ///
    /// # Errors
    /// [`ChangeSecondFactorError`].
    async fn execute(&self, proof: SecondFactorProof) -> Result<(), ChangeSecondFactorError>;
}

/// [`TurnOffSecondFactor`] over the ports.
pub struct TurnOffSecondFactorUseCase(pub ChangeSecondFactor);

#[async_trait]
impl TurnOffSecondFactor for TurnOffSecondFactorUseCase {
    async fn execute(&self, proof: SecondFactorProof) -> Result<(), ChangeSecondFactorError> {
        let user = proof.caller.user_id;
        let mut proven = self.0.prove(proof).await?;
        proven.work.second_factors().remove(user).await?;
        self.0.finish(proven, SecondFactorChange::TurnedOff).await?;
        Ok(())
    }
}
