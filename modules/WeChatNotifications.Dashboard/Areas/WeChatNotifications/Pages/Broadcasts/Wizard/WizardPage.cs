using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Dashboard.Broadcasts;

namespace WeChatNotifications.Dashboard.Pages.Broadcasts.Wizard;

/// <summary>A step of the way to a broadcast. Each saves its part on the draft, so that nothing is lost and one may go back.</summary>
public abstract class WizardPage(IBroadcastAppService broadcasts) : DashboardPage
{
    /// <summary>The draft; null before there is one.</summary>
    public BroadcastDto? Broadcast { get; protected set; }

    /// <summary>What the user saw before the change.</summary>
    [BindProperty]
    public Guid? Stamp { get; set; }

    /// <summary>This step among the others.</summary>
    public WizardWay Way => new(Step, Broadcast);

    /// <summary>Which step this is.</summary>
    protected abstract WizardStep Step { get; }

    /// <summary>The service, for the steps.</summary>
    protected IBroadcastAppService Service => broadcasts;

    /// <summary>Reads the draft.</summary>
    /// <returns>Where to go instead, for a broadcast that is no draft any more; null for one that is.</returns>
    protected async Task<IActionResult?> FindDraftAsync(Guid id)
    {
        Broadcast = await broadcasts.GetAsync(id, Aborted).ConfigureAwait(false);
        return Broadcast.Status == BroadcastStatus.Draft ? null : RedirectToPage("/Broadcasts/Detail", new { id });
    }

    /// <summary>Changes a part of the draft.</summary>
    /// <returns>Whether it is saved; otherwise the model state says why not.</returns>
    protected Task<bool> TrySaveAsync(Func<SaveBroadcastDto, SaveBroadcastDto> change)
        => TryAsync(async () => Broadcast = await broadcasts.UpdateAsync(Broadcast!.Id, change(Broadcast.ToInput() with { ConcurrencyStamp = Stamp }), Aborted).ConfigureAwait(false));

    /// <summary>Leads on to the step behind this one.</summary>
    protected IActionResult GoOn() => RedirectToPage(WizardWay.PageOf(Way.Next ?? WizardStep.Confirm), new { id = Broadcast!.Id });

    /// <summary>Puts what the module says about shared values beside their inputs.</summary>
    protected void PlaceValueErrors(IReadOnlyList<MessageValue> values) => MessageErrors.Place(ModelState, values);
}
