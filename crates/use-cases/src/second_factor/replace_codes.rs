//! Making recovery codes anew.

use async_trait::async_trait;
use thoughts_domain::second_factor::{RecoveryCode, SecondFactorChange};

use super::change::fresh_codes;
use super::{ChangeSecondFactor, ChangeSecondFactorError, SecondFactorProof};

/// Makes recovery codes anew.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ReplaceRecoveryCodes: Send + Sync {
    /// Makes new recovery codes for the caller and returns them, this once; all earlier ones are
    /// void. A mail tells him of it.
    ///
    /// # Errors
    /// [`ChangeSecondFactorError`].
    async fn execute(
        &self,
        proof: SecondFactorProof,
    ) -> Result<Vec<RecoveryCode>, ChangeSecondFactorError>;
}

/// [`ReplaceRecoveryCodes`] over the ports.
pub struct ReplaceRecoveryCodesUseCase(pub ChangeSecondFactor);

#[async_trait]
impl ReplaceRecoveryCodes for ReplaceRecoveryCodesUseCase {
    async fn execute(
        &self,
        proof: SecondFactorProof,
    ) -> Result<Vec<RecoveryCode>, ChangeSecondFactorError> {
        let user = proof.caller.user_id;
        let mut proven = self.0.prove(proof).await?;
        let codes = fresh_codes(&mut *proven.work, &*self.0.secrets, user).await?;
        let change = SecondFactorChange::RecoveryCodesReplaced;
        self.0.finish(proven, change).await?;
        Ok(codes)
    }
}
