namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>
/// One message in two shapes: as the mini program's template message, else as the bound official account's. WeChat withdrew the
/// first shape in 2020 (<c>45103</c>) and the whole call on 2023-09-20 (<c>45109</c>).
/// </summary>
public sealed record UniformMessage
{
    /// <summary>The receiver's openid, under the mini program or under <see cref="UniformOfficialAccountPart.AppId"/>.</summary>
    public required string ToUser { get; init; }

    /// <summary>The mini program's shape; WeChat uses it alone when it is there.</summary>
    public UniformMiniProgramPart? MiniProgramPart { get; init; }

    /// <summary>The official account's shape. At least one of the two is needed.</summary>
    public UniformOfficialAccountPart? OfficialAccountPart { get; init; }

    /// <summary>Templates only: openid and content are personal data.</summary>
    public override string ToString() =>
        $"{nameof(UniformMessage)} {{ MiniProgramTemplateId = {MiniProgramPart?.TemplateId}, OfficialAccountTemplateId = {OfficialAccountPart?.TemplateId} }}";
}
