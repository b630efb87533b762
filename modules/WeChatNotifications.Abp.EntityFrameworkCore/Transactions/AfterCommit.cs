using Volo.Abp.Uow;

namespace WeChatNotifications.Abp.EntityFrameworkCore.Transactions;

/// <summary>Puts off what the rest of the world may see only when the current unit of work has committed.</summary>
internal sealed class AfterCommit(IUnitOfWorkManager unitsOfWork)
{
    private readonly AsyncLocal<bool> _isRunning = new();

    /// <summary>Runs the action once the current unit of work is complete; never when it fails; at once when there is none.</summary>
    public void Run(Action action)
    {
        // While one unit of work completes, an outer one may still be open. What the inner one wrote does not wait for it.
        if (unitsOfWork.Current is not { } unitOfWork || _isRunning.Value)
        {
            action();
            return;
        }

        unitOfWork.OnCompleted(() =>
        {
            _isRunning.Value = true;
            try
            {
                action();
            }
            finally
            {
                _isRunning.Value = false;
            }

            return Task.CompletedTask;
        });
    }
}
