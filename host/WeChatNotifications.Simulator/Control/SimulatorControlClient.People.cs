using WeChatNotifications.Simulator.Login;

namespace WeChatNotifications.Simulator.Control;

/// <content>What users do: log in, follow, answer dialogs.</content>
public sealed partial class SimulatorControlClient
{
    /// <summary>What <c>wx.login</c> gives a user of a mini program.</summary>
    public async Task<IReadOnlyList<string>> IssueLoginCodesAsync(LoginCodeRequest request, CancellationToken cancellationToken = default) =>
        (await PostAsync("login-codes", request, Json.LoginCodeRequest, Json.LoginCodes, cancellationToken)).Codes;
}
