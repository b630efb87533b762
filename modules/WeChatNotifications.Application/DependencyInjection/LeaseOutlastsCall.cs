using Microsoft.Extensions.Options;
using WeChatNotifications.Deliveries;
using WeChatNotifications.WeChatApi;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>A call begun under a lease must be over before the lease is: else another node would send the same message.</summary>
internal sealed class LeaseOutlastsCall(IOptions<WeChatApiOptions> api) : IValidateOptions<DispatchOptions>
{
    public ValidateOptionsResult Validate(string? name, DispatchOptions options)
        => options.LeaseMargin > api.Value.Timeout
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Dispatch:Lease ({options.Lease}) must be longer than four times Api:Timeout ({api.Value.Timeout}): nothing is begun in its last quarter, and a call must end within it.");
}
