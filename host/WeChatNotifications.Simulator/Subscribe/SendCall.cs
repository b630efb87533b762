using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Grants;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Quotas;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Subscribe;

/// <summary><c>POST /cgi-bin/message/subscribe/send</c>.</summary>
internal sealed class SendCall(SimulatedWeChat weChat) : Call
{
    private int _tokenCode;
    private SendRequest? _request;
    private SimulatedUser? _user;
    private SimulatedTemplate? _template;
    private bool _holdsUser;
    private bool _tookGrant;
    private string? _refusalText;

    public override void Identify()
    {
        _tokenCode = weChat.Tokens.Check(Query, out var app);
        App = app;
        AppId = app?.AppId;
        if (!SendRequest.TryRead(Body.Span, out _request))
        {
            return;
        }

        (OpenId, TemplateId) = (_request.ToUser, _request.TemplateId);
        _template = app?.Templates.GetValueOrDefault(TemplateId);
        _user = app?.Users.GetValueOrDefault(OpenId);
        if (_user is not null)
        {
            weChat.SawOpenPerUser(_user.Enter());
        }
    }

    public override Answer Process()
    {
        if (!HttpMethods.IsPost(Http.Request.Method))
        {
            return weChat.Answers.Refuse(WeChatCodes.RequirePost);
        }

        var now = weChat.Clock.GetUtcNow();
        foreach (var check in weChat.CheckOrder)
        {
            if (Judge(check, now) is not WeChatCodes.Ok and var code)
            {
                if (_tookGrant)
                {
                    _user!.ReturnGrant(TemplateId!);
                }

                return _refusalText is null ? weChat.Answers.Refuse(code) : weChat.Answers.Refuse(code, _refusalText);
            }
        }

        // Every check has passed, so everything it was made on is there.
        var message = new AcceptedMessage(App!, _user!, _template!, _request!, Body);
        var id = weChat.Messages.Add(message, now, weChat.Settings);
        weChat.SentMessages?.MessageSent(new(App!, _user!, _template!, id, SimulatedChannel.SubscribeMessage, now));
        return weChat.Settings.MsgIdAbsent == true ? Answers.Accepted : Answers.Sent(id);
    }

    public override void Release()
    {
        if (_holdsUser)
        {
            _user!.EndSend();
        }

        _user?.Leave();
    }

    /// <summary>One step. What cannot be judged because an earlier thing is missing passes: the step for that thing refuses.</summary>
    private int Judge(SendCheck check, DateTimeOffset now) => check switch
    {
        SendCheck.Token => _tokenCode != WeChatCodes.Ok ? _tokenCode : App is { CanSend: true, Kind: AppKind.MiniProgram } ? WeChatCodes.Ok : WeChatCodes.Unauthorized,
        SendCheck.Json => JudgeJson(),
        _ when App is null || _request is null => WeChatCodes.Ok,
        SendCheck.ToUser => JudgeUser(App),
        SendCheck.Template => JudgeTemplate(App),
        SendCheck.Data => _template is null ? WeChatCodes.Ok : JudgeData(_template, _request),
        SendCheck.Page => _request.Page.Length == 0 || App.HasPage(_request.Page) ? WeChatCodes.Ok : WeChatCodes.InvalidPage,
        SendCheck.Subscription => _user is null || _template is null ? WeChatCodes.Ok : JudgeSubscription(_user, _template, now),
        _ => JudgeQuota(App.Quotas, now),
    };

    private int JudgeJson()
    {
        if (Body.IsEmpty)
        {
            return WeChatCodes.EmptyBody;
        }

        if (_request is null)
        {
            return WeChatCodes.InvalidJson;
        }

        return weChat.Settings.RefuseEscapedUnicode == true && SendRequest.HasEscapedUnicode(Body.Span) ? WeChatCodes.InvalidCharset : WeChatCodes.Ok;
    }

    private int JudgeUser(SimulatedApp app)
    {
        if (_user is null)
        {
            return WeChatCodes.InvalidOpenId;
        }

        _holdsUser = _user.TryBeginSend();
        return _holdsUser || app.AllowConcurrentSends ? WeChatCodes.Ok : WeChatCodes.ConcurrentSend;
    }

    private int JudgeTemplate(SimulatedApp app)
    {
        if (_template is null || _template.Deleted)
        {
            return WeChatCodes.InvalidTemplateId;
        }

        return app.Banned || _template.Banned ? WeChatCodes.Banned : WeChatCodes.Ok;
    }

    private int JudgeData(SimulatedTemplate template, SendRequest request)
    {
        foreach (var field in template.Fields)
        {
            if (!request.TryFind(field.Key, out var entry) || (entry.IsText && string.IsNullOrEmpty(entry.Value)))
            {
                _refusalText = field.EmptyText;
                return WeChatCodes.InvalidData;
            }

            if (!entry.IsText || !ValueRules.Accepts(field, entry.Value!))
            {
                _refusalText = field.InvalidText;
                return WeChatCodes.InvalidData;
            }
        }

        return ContainsSensitiveWord(request) ? WeChatCodes.SensitiveWords : WeChatCodes.Ok;
    }

    private bool ContainsSensitiveWord(SendRequest request)
    {
        if (weChat.Settings.SensitiveWords is not { Count: > 0 } words)
        {
            return false;
        }

        foreach (var entry in request.Data)
        {
            foreach (var word in words)
            {
                if (entry.Value?.Contains(word, StringComparison.OrdinalIgnoreCase) == true)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private int JudgeSubscription(SimulatedUser user, SimulatedTemplate template, DateTimeOffset now)
    {
        var verdict = user.TakeGrant(template.TemplateId, QuotaWindows.Day(now), template.DailyLimitPerUser);
        _tookGrant = verdict == GrantVerdict.Taken;
        return verdict switch
        {
            GrantVerdict.Taken => WeChatCodes.Ok,
            GrantVerdict.DailyLimit => WeChatCodes.LongTermLimit,
            _ => WeChatCodes.UserRefused,
        };
    }

    private static int JudgeQuota(AppQuotas quotas, DateTimeOffset now)
    {
        if (!quotas.SendsPerMinute.TryTake(now))
        {
            return WeChatCodes.MinuteQuota;
        }

        return quotas.SendsPerDay.TryTake(now) ? WeChatCodes.Ok : WeChatCodes.DailyQuota;
    }
}
