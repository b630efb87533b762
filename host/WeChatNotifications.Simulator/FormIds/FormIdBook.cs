using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace WeChatNotifications.Simulator.FormIds;

/// <summary>The form ids and prepay ids of one app. Used and expired ones stay, so that they can be told apart.</summary>
internal sealed class FormIdBook
{
    /// <summary>What DevTools gives, and every form since form ids were retired. No message can be sent with it.</summary>
    public const string MockValue = "the formId is a mock one";

    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);
    private readonly ConcurrentDictionary<string, FormId> _formIds = new(StringComparer.Ordinal);

    public string Issue(string openId, FormIdKind kind, int uses, DateTimeOffset now)
    {
        var issued = new FormId(kind == FormIdKind.FormId ? NewFormId() : NewPrepayId(now), openId, kind, uses, now);
        _formIds[issued.Value] = issued;
        return issued.Value;
    }

    public FormId? Find(string value) => _formIds.GetValueOrDefault(value);

    /// <summary>The user's, oldest first.</summary>
    public IReadOnlyList<FormIdState> Read(string openId) => [.. _formIds.Values.Where(formId => formId.OpenId == openId)
        .OrderBy(formId => formId.IssuedAt).ThenBy(formId => formId.Value, StringComparer.Ordinal).Select(formId => formId.State())];

    private static string NewFormId() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>As WeChat Pay writes them: the second of the payment in Beijing, then chance.</summary>
    private static string NewPrepayId(DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture, $"wx{now.ToOffset(Beijing):yyyyMMddHHmmss}{RandomNumberGenerator.GetHexString(20, lowercase: true)}");
}
