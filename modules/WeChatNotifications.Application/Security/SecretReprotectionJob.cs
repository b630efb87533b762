using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Credentials;
using WeChatNotifications.Jobs;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Security;

/// <summary>
/// Protects stored secrets anew with the present key, so that an older key may be retired after a while. The secrets stay the same:
/// tokens stay good and nothing is sent to WeChat.
/// </summary>
internal sealed class SecretReprotectionJob(IServiceScopeFactory scopes, ISecretProtector protector) : IModuleJob
{
    public string Name => "secrets-reprotect";

    public TimeSpan Interval => TimeSpan.FromHours(24);

    public async Task<JobResult> RunAsync(CancellationToken cancellationToken)
    {
        var apps = await scopes.InScopeAsync(s => s.GetRequiredService<IAppCredentialRepository>().ListAsync(cancellationToken)).ConfigureAwait(false);
        var (renewed, unreadable) = (0, 0);
        foreach (var app in apps.Where(a => a.HasOutdatedProtection(protector)))
        {
            try
            {
                renewed += await RenewAsync(app.Id, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }
            catch (SecretUnreadableException)
            {
                // Its keys are gone already; whoever looks at the account is told to enter the secret again.
                unreadable++;
            }
            catch (ConflictException)
            {
                // Somebody changes it right now. The next run finds what is still to be done.
            }
        }

        return new JobResult(renewed, unreadable > 0 ? $"{unreadable} accounts have secrets that no key can read" : null);
    }

    private Task<bool> RenewAsync(Guid id, CancellationToken cancellationToken) => scopes.InScopeAsync(async s =>
    {
        var credentials = s.GetRequiredService<IAppCredentialRepository>();
        if (await credentials.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } app)
        {
            return false;
        }

        app.RenewProtection(protector);
        await credentials.SaveAsync(app, cancellationToken).ConfigureAwait(false);
        return true;
    });
}
